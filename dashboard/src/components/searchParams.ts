/** A search parameter that is free text; anything else counts as absent. */
export function textParam(value: unknown): string | undefined {
  // The router reads `?q=5` as a number.
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A search parameter out of `choices`; anything else counts as absent. */
export function choiceParam<Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  return choices.find((choice) => choice === value);
}
