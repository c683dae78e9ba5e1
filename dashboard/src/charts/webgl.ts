let found: boolean | null = null;

/** Whether this browser can draw with WebGL; asked once. */
export function hasWebGl(): boolean {
  found ??= canCreateContext();
  return found;
}

function canCreateContext(): boolean {
  const context = document.createElement('canvas').getContext('webgl');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return Boolean(context);
}
