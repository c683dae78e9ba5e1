import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.AZURAFORGE_API_ORIGIN ?? 'http://127.0.0.1:8000';

// A browser's environment takes most of a test file's time; functions alone don't need it.
const PURE = ['src/**/*.test.ts'];
const NEEDS_DOM = ['src/api/**/*.test.ts', 'src/features/compare/compareKeys.test.ts'];

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
    css: false,
    restoreMocks: true,
    // By default one core is left free, which on two is half of them.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'pure', environment: 'node', include: PURE, exclude: NEEDS_DOM },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          // Starting a browser's environment and loading the app anew for every file took half the
          // time. What a file changes is put back by `setup.ts` after each test.
          isolate: false,
          include: [...NEEDS_DOM, 'src/**/*.test.tsx'],
          setupFiles: ['src/testing/setup.ts'],
          testTimeout: 40_000,
          // Through Vite, so that the alias above holds for it too.
          server: { deps: { inline: ['@rjsf/core'] } },
        },
      },
    ],
  },
});
