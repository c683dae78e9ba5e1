export const MAX_NAME = 100;

// Names are parts of addresses and of references such as `name@champion`.
// eslint-disable-next-line no-control-regex
const REFUSED = /[/\\@\u0000-\u001f\u007f]/;

/** Whether the registry takes this as the name of a model. */
export function isModelName(name: string): boolean {
  return (
    name !== '' &&
    name.length <= MAX_NAME &&
    name === name.trim() &&
    !/^\p{Nd}+$/u.test(name) &&
    name !== '.' &&
    name !== '..' &&
    !REFUSED.test(name)
  );
}
