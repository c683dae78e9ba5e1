import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../client';
import type { Invite, Page, Role, User } from '../types';

export const userKeys = { all: ['users'] as const };

export const usersQuery = queryOptions({
  queryKey: userKeys.all,
  queryFn: ({ signal }) => api.get<Page<User>>('/users', { limit: 200 }, signal),
});

export function useInviteUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; role: Role }) => api.post<Invite>('/users', body),
    onSuccess: () => client.invalidateQueries({ queryKey: userKeys.all }),
  });
}

export function useUpdateUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: { id: string; role?: Role; disabled?: boolean }) =>
      api.patch<User>(`/users/${id}`, change),
    onSuccess: () => client.invalidateQueries({ queryKey: userKeys.all }),
  });
}

/** A new sign-in link for a user who lost the invitation or the password. */
export function useInviteAgain() {
  return useMutation({
    mutationFn: (id: string) => api.post<Invite>(`/users/${id}/invite`),
  });
}
