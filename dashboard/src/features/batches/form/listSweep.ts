import {
  collectValues,
  isNullWord,
  type ParseSweepOptions,
  type ParsedSweep,
  type Scalar,
  type SweepIssue,
  type SweepValue,
} from './sweep';

/** Lists, quoted texts inside of them, and what stands between: `[64], [128, 64]`. */
const LIST = /\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]?/g;
const BETWEEN = /[\s,;]+/;

/** Reads the sweep of a parameter whose values are lists, each written as JSON, with commas between. */
export function parseListSweep(
  text: string,
  options: Omit<ParseSweepOptions, 'kind'>,
): ParsedSweep {
  return collectValues(
    splitLists(text),
    (token) => (options.nullable && isNullWord(token) ? { value: null } : parseList(token)),
    options.check,
  );
}

/** The lists as they are written, and the words outside of them, in order. */
function splitLists(text: string): string[] {
  const tokens: string[] = [];
  let end = 0;
  const addWords = (until: number) => {
    tokens.push(...text.slice(end, until).split(BETWEEN).filter(Boolean));
  };
  for (const match of text.matchAll(LIST)) {
    addWords(match.index);
    tokens.push(match[0]);
    end = match.index + match[0].length;
  }
  addWords(text.length);
  return tokens;
}

function parseList(token: string): { value: SweepValue } | { issue: SweepIssue } {
  if (!token.startsWith('[')) return { issue: { code: 'notList', token } };
  try {
    return { value: JSON.parse(token) as Scalar[] };
  } catch {
    return { issue: { code: 'badList', token } };
  }
}
