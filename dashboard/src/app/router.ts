import { createRouter } from '@tanstack/react-router';
import { createQueryClient } from '@/api/queryClient';
import { routeTree } from './routes';

export const queryClient = createQueryClient();

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
