import { useCallback, useRef } from 'react';

/** A random key. `crypto.randomUUID` exists on https only, and people do use plain http at home. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The idempotency key of a request: the same again, after a lost answer, must not be done twice. */
export function useRequestKey(): (request: unknown) => string {
  const sent = useRef({ request: '', key: '' });
  return useCallback((request) => {
    const text = JSON.stringify(request);
    if (sent.current.request !== text) sent.current = { request: text, key: randomKey() };
    return sent.current.key;
  }, []);
}
