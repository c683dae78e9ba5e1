import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { datasetKeys } from '@/api/queries/datasets';
import type { Dataset } from '@/api/types';
import { uploadDataset } from '@/api/upload';

interface UploadBase {
  id: number;
  file: File;
}

export type Upload = UploadBase &
  (
    | { phase: 'sending'; fraction: number; abort: () => void }
    /** All bytes are there; the server reads the table. */
    | { phase: 'checking'; abort: () => void }
    | { phase: 'done'; dataset: Dataset }
    | { phase: 'failed'; error: unknown }
  );

// Outside of React: an upload goes on while its user looks at another page.
let uploads: readonly Upload[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function update(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function replace(upload: Upload): void {
  update(uploads.map((old) => (old.id === upload.id ? upload : old)));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(subscribe, () => uploads);
}

export function dismissUpload(id: number): void {
  update(uploads.filter((upload) => upload.id !== id));
}

/** Sends `file`; its progress, result or refusal shows in `useUploads`. */
export async function startUpload(file: File, client: QueryClient): Promise<void> {
  const controller = new AbortController();
  lastId += 1;
  const base = { id: lastId, file };
  const abort = () => {
    controller.abort();
  };
  update([{ ...base, phase: 'sending', fraction: 0, abort }, ...uploads]);
  const onProgress = (fraction: number) => {
    replace(
      fraction < 1
        ? { ...base, phase: 'sending', fraction, abort }
        : { ...base, phase: 'checking', abort },
    );
  };
  try {
    const dataset = await uploadDataset(file, { onProgress, signal: controller.signal });
    client.setQueryData(datasetKeys.detail(dataset.id), dataset);
    replace({ ...base, phase: 'done', dataset });
    await client.invalidateQueries({ queryKey: datasetKeys.lists });
  } catch (error) {
    if (controller.signal.aborted) dismissUpload(base.id);
    else replace({ ...base, phase: 'failed', error });
  }
}
