import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { initI18n, setLanguage } from '@/i18n';
import { FakeSocket } from './fakeSocket';
import { server } from './server';

// The first page of a file waits for its lazy modules to be transformed.
configure({ asyncUtilTimeout: 15_000 });

// What Mantine and lists that load more ask of a browser, and jsdom lacks.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
}));
class SilentObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}
vi.stubGlobal('ResizeObserver', SilentObserver);
vi.stubGlobal('IntersectionObserver', SilentObserver);
Element.prototype.scrollIntoView = () => undefined;

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' });
  // After `listen`, which puts msw's own WebSocket in place.
  vi.stubGlobal('WebSocket', FakeSocket);
  await initI18n('en');
});

beforeEach(async () => {
  localStorage.clear();
  FakeSocket.reset();
  await setLanguage('en');
});

afterEach(() => {
  cleanup();
  notifications.clean();
  server.resetHandlers();
});

afterAll(() => {
  server.close();
});
