import { useState } from 'react';

/** What was typed and not saved, by the id of what it belongs to. */
const drafts = new Map<string, string>();

/**
 * Text that is being edited; `null` while none is. It outlives the component: whoever looks something up
 * in another tab or page finds it again.
 */
export function useKeptDraft(id: string): [string | null, (text: string | null) => void] {
  const [draft, setDraft] = useState(() => drafts.get(id) ?? null);
  const change = (text: string | null) => {
    if (text === null) drafts.delete(id);
    else drafts.set(id, text);
    setDraft(text);
  };
  return [draft, change];
}
