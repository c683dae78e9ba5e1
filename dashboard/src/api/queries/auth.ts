import {
  hashKey,
  queryOptions,
  useMutation,
  useQueryClient,
  type Query,
} from '@tanstack/react-query';
import { answer, client as api, done } from '../client';
import { isApiError } from '../errors';
import type { Me } from '../types';

export const authKeys = {
  me: ['auth', 'me'] as const,
  tokens: ['auth', 'tokens'] as const,
};

/** Who is signed in, or null without a session. */
export const meQuery = queryOptions({
  queryKey: authKeys.me,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await answer(api.GET('/api/v1/auth/me', { signal }));
    } catch (error) {
      if (isApiError(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export const tokensQuery = queryOptions({
  queryKey: authKeys.tokens,
  queryFn: ({ signal }) =>
    answer(api.GET('/api/v1/auth/tokens', { params: { query: { limit: 200 } }, signal })),
});

const isNotMe = (query: Query) => query.queryHash !== hashKey(authKeys.me);

/** A sign-in replaces whatever another user's session may have left in the cache. */
function useSignIn<Credentials>(signIn: (credentials: Credentials) => Promise<Me>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signIn,
    onSuccess: async (me) => {
      const before = client.getQueryData(meQuery.queryKey);
      if (before?.id !== me.id) client.removeQueries({ predicate: isNotMe });
      client.setQueryData(authKeys.me, me);
      await client.invalidateQueries({ predicate: isNotMe });
    },
  });
}

export const useLogin = () =>
  useSignIn((body: { name: string; password: string }) =>
    answer(api.POST('/api/v1/auth/login', { body })),
  );
export const useSetup = () =>
  useSignIn((body: { code: string }) => answer(api.POST('/api/v1/auth/setup', { body })));

export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.POST('/api/v1/auth/logout')),
    onSuccess: () => {
      // First, so that nothing on screen asks for data again.
      client.setQueryData(authKeys.me, null);
      client.removeQueries({ predicate: isNotMe });
    },
  });
}

export function useSetPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { current_password?: string; new_password: string }) =>
      done(api.PUT('/api/v1/auth/password', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: authKeys.me }),
  });
}

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; expires_at?: string }) =>
      answer(api.POST('/api/v1/auth/tokens', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: authKeys.tokens }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token_id: string) =>
      done(api.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: authKeys.tokens }),
  });
}
