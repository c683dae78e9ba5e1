import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.AZURAFORGE_API_ORIGIN ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  // plotly.js expects Node's `global`.
  define: { global: 'globalThis' },
  resolve: {
    alias: {
      '@rjsf/validator-ajv8': fileURLToPath(new URL('./src/testing/noAjv.ts', import.meta.url)),
      '@': fileURLToPath(new URL('./src', import.meta.url)),
    },
  },
  build: {
    target: 'es2022',
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1400,
  },
  server: {
    proxy: { '/api': { target: api, ws: true } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    // Through Vite, so that the alias above holds for it too.
    server: { deps: { inline: ['@rjsf/core'] } },
    restoreMocks: true,
    testTimeout: 15_000,
  },
});
