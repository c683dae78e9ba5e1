const FRAGMENT = /^#code=([A-Za-z0-9_-]+)$/;
const CODE = /^[A-Za-z0-9_-]{8,}$/;

/** The one-time code of the page's address (`/#code=...`), or null. */
export function codeInAddress(): string | null {
  return FRAGMENT.exec(window.location.hash)?.[1] ?? null;
}

/** Takes a used code out of the address, so that it stays neither in the bar nor in the history. */
export function stripCode(): void {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, '', pathname + search);
}

/** Reads a typed code or a pasted sign-in link; null when it is neither. */
export function readCode(text: string): string | null {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#code=');
  const code = hash < 0 ? trimmed : trimmed.slice(hash + '#code='.length);
  return CODE.test(code) ? code : null;
}
