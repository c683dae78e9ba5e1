import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, client as api } from '../client';
import type { Role } from '../types';

export const userKeys = { all: ['users'] as const };

export const usersQuery = queryOptions({
  queryKey: userKeys.all,
  queryFn: ({ signal }) =>
    answer(api.GET('/api/v1/users', { params: { query: { limit: 200 } }, signal })),
});

export function useInviteUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; role: Role }) => answer(api.POST('/api/v1/users', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: userKeys.all }),
  });
}

export function useUpdateUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; role?: Role; disabled?: boolean }) =>
      answer(api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: userKeys.all }),
  });
}

/** A new sign-in link for a user who lost the invitation or the password. */
export function useInviteAgain() {
  return useMutation({
    mutationFn: (user_id: string) =>
      answer(api.POST('/api/v1/users/{user_id}/invite', { params: { path: { user_id } } })),
  });
}
