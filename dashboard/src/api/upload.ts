import { API, CSRF_HEADERS, reportUnauthorized } from './client';
import { errorFromBody, networkError } from './errors';
import type { Dataset } from './types';

interface UploadOptions {
  /** Bytes sent so far, of 1; stays at 1 while the server reads the file. */
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a table file. XMLHttpRequest, because `fetch` reports no upload progress. Rejects with
 * `ApiError`, or with an `AbortError` once `signal` is aborted; the server then keeps nothing.
 */
export function uploadDataset(file: File, { onProgress, signal }: UploadOptions): Promise<Dataset> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${API}/datasets`);
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(CSRF_HEADERS)) request.setRequestHeader(name, value);

    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status === 201) {
        resolve(JSON.parse(request.responseText) as Dataset);
        return;
      }
      if (request.status === 401) reportUnauthorized();
      reject(errorFromBody(request.status, request.responseText));
    };
    request.onerror = () => {
      reject(networkError());
    };
    signal.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('The upload was cancelled.', 'AbortError'));
    });

    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
