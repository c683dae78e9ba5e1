import { answer, client } from './client';
import { isApiError } from './errors';

export type SessionState = 'signed_in' | 'signed_out' | 'unreachable';

/** Asks the server whether the session still stands; a refused socket alone can't tell. */
export async function checkSession(): Promise<SessionState> {
  try {
    await answer(client.GET('/api/v1/auth/me'));
    return 'signed_in';
  } catch (error) {
    return isApiError(error) && error.status === 401 ? 'signed_out' : 'unreachable';
  }
}
