import {
  hashKey,
  queryOptions,
  useMutation,
  useQueryClient,
  type Query,
} from '@tanstack/react-query';
import { api } from '../client';
import { isApiError } from '../errors';
import type { Me, Token, TokenCreated } from '../types';

export const authKeys = {
  me: ['auth', 'me'] as const,
  tokens: ['auth', 'tokens'] as const,
};

/** Who is signed in, or null without a session. */
export const meQuery = queryOptions({
  queryKey: authKeys.me,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await api.get<Me>('/auth/me', undefined, signal);
    } catch (error) {
      if (isApiError(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export const tokensQuery = queryOptions({
  queryKey: authKeys.tokens,
  queryFn: ({ signal }) => api.get<{ items: Token[] }>('/auth/tokens', undefined, signal),
});

const isNotMe = (query: Query) => query.queryHash !== hashKey(authKeys.me);

/** A sign-in replaces whatever another user's session may have left in the cache. */
function useSignIn<Credentials>(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => api.post<Me>(path, credentials),
    onSuccess: async (me) => {
      const before = client.getQueryData(meQuery.queryKey);
      if (before?.id !== me.id) client.removeQueries({ predicate: isNotMe });
      client.setQueryData(authKeys.me, me);
      await client.invalidateQueries({ predicate: isNotMe });
    },
  });
}

export const useLogin = () => useSignIn<{ name: string; password: string }>('/auth/login');
export const useSetup = () => useSignIn<{ code: string }>('/auth/setup');

export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<undefined>('/auth/logout'),
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
      api.put<undefined>('/auth/password', body),
    onSuccess: () => client.invalidateQueries({ queryKey: authKeys.me }),
  });
}

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; expires_at?: string }) =>
      api.post<TokenCreated>('/auth/tokens', body),
    onSuccess: () => client.invalidateQueries({ queryKey: authKeys.tokens }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(`/auth/tokens/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: authKeys.tokens }),
  });
}
