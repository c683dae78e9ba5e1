import { textParam } from '@/components/searchParams';

/** Which models the list shows; kept in the address, so that a view is a link. */
export interface ModelsSearch {
  q?: string;
}

export const modelsSearch = (raw: Record<string, unknown>): ModelsSearch => ({
  q: textParam(raw.q),
});

/** Which version a model's page shows; without it the champion, else the newest. */
export interface ModelSearch {
  version?: number;
}

export const modelSearch = ({ version }: Record<string, unknown>): ModelSearch => ({
  version:
    typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : undefined,
});
