import { useNavigate } from '@tanstack/react-router';
import { isApiError } from '@/api/errors';
import { useCreateBatch } from '@/api/queries/batches';
import { useCreateExperiment } from '@/api/queries/experiments';
import { useRequestKey } from '@/components/useRequestKey';
import type { RunRequest } from './draft';
import { mapProblems, type MappedProblems } from './problems';

/** The problems of a 422 by input; `null` for any other failure. */
export function problemsOf(error: unknown, parameters: ReadonlySet<string>): MappedProblems | null {
  if (!isApiError(error) || error.status !== 422 || error.errors.length === 0) return null;
  return mapProblems(error.errors, parameters);
}

interface StartOptions {
  parameters: ReadonlySet<string>;
  onProblems: (problems: MappedProblems) => void;
}

/** Sends the request once however often the button is pressed, then opens what it started. */
export function useStart({ parameters, onProblems }: StartOptions) {
  const navigate = useNavigate();
  const createBatch = useCreateBatch();
  const createExperiment = useCreateExperiment();
  const keyFor = useRequestKey();

  const onError = (error: unknown) => {
    const problems = problemsOf(error, parameters);
    if (problems) onProblems(problems);
  };

  const start = (request: RunRequest) => {
    const idempotencyKey = keyFor(request);
    if (request.kind === 'batch') {
      createBatch.mutate(
        { body: request.body, idempotencyKey },
        { onError, onSuccess: ({ id }) => void navigate({ to: '/batches/$id', params: { id } }) },
      );
    } else {
      createExperiment.mutate(
        { body: request.body, idempotencyKey },
        {
          onError,
          onSuccess: ({ id }) => void navigate({ to: '/experiments/$id', params: { id } }),
        },
      );
    }
  };

  const error = createBatch.error ?? createExperiment.error;
  return {
    start,
    pending: createBatch.isPending || createExperiment.isPending,
    /** A failure that belongs to no input. */
    failure: error && problemsOf(error, parameters) === null ? error : null,
  };
}
