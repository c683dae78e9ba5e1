import type { FieldError, Problem } from './types';

/** Codes the client itself gives to failures that carry no problem document. */
export const NETWORK_ERROR = 'network_error';
export const UNREADABLE_ANSWER = 'unreadable_answer';

/** An answer of the API that is not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  /** Stable machine word, e.g. `dataset_in_use`; translated under `common:error.codes`. */
  readonly code: string;
  /** The server's short name for the problem, in English. */
  readonly title: string;
  /** What the server says went wrong with this request, in English. */
  readonly detail: string;
  /** Per-field messages of a 422. */
  readonly errors: FieldError[];

  constructor(problem: Omit<Problem, 'type' | 'errors'> & Partial<Pick<Problem, 'errors'>>) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

export function networkError(): ApiError {
  return new ApiError({
    status: 0,
    title: 'No connection',
    code: NETWORK_ERROR,
    detail: 'The server cannot be reached.',
  });
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

/** Turns the status and body text of a failed answer into an `ApiError`. */
export function errorFromBody(status: number, text: string): ApiError {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = null; // A proxy's HTML page, for example: only the status tells something.
  }
  if (isProblem(body)) return new ApiError({ ...body, status });
  return new ApiError({
    status,
    title: 'Unreadable answer',
    code: UNREADABLE_ANSWER,
    detail: `The server answered ${status}.`,
  });
}
