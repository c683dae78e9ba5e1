import { useRegisterModel, useSetAlias } from '@/api/queries/models';
import type { ModelRegister } from '@/api/types';
import { useRequestKey } from '@/components/useRequestKey';

/** Registers a model and then points an alias at the version made; the version stays if that fails. */
export function useRegistration() {
  const registering = useRegisterModel();
  const naming = useSetAlias();
  const keyFor = useRequestKey();
  return {
    register: (body: ModelRegister, alias: string) => {
      registering.mutate(
        { body, idempotencyKey: keyFor(body) },
        {
          onSuccess: ({ model, version }) => {
            if (alias !== '') naming.mutate({ name: model, alias, version });
          },
        },
      );
    },
    retryAlias: () => {
      if (naming.variables) naming.mutate(naming.variables);
    },
    /** The version made. */
    made: registering.data ?? null,
    pending: registering.isPending,
    error: registering.error,
    /** The alias, once it points at the version. Asked for beside, it could be the state before. */
    alias: naming.isSuccess ? naming.variables.alias : null,
    aliasError: naming.error,
  };
}
