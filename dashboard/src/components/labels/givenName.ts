interface NamedRun {
  name: string;
  number: number | null;
}

/** The name somebody gave a run of a batch; `null` while it has that of its batch and its number. */
export const givenName = ({ name, number }: NamedRun): string | null =>
  number === null || name === '' || name.endsWith(` #${number}`) ? null : name;
