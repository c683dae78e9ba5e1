/** The server's own limits. */
export const MAX_TAGS = 20;
export const MAX_TAG = 50;

/** Tags as a form holds them: those entered, and what is typed but not yet one of them. */
export interface TagsDraft {
  tags: readonly string[];
  tagText: string;
}

export type TagsProblem =
  { code: 'long' | 'control'; tag: string } | { code: 'many'; over: number };

/** Control characters and line breaks, which would be invisible in a tag. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What is equal for tags that differ in case only, which are one tag. */
export const keyOf = (tag: string): string => tag.toLowerCase().normalize('NFC');

/** The tags of a text in which commas part them. */
export const splitTags = (text = ''): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

/** Each tag once, in the spelling that came first. */
export function distinctTags(tags: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const tag of tags) {
    if (!first.has(keyOf(tag))) first.set(keyOf(tag), tag);
  }
  return [...first.values()];
}

/** The tags a form stands for: what is still being typed counts too. */
export const tagsOf = ({ tags, tagText }: TagsDraft): string[] =>
  distinctTags([...tags, ...splitTags(tagText)]);

function problemOfTag(tag: string): TagsProblem | null {
  if (INVISIBLE.test(tag)) return { code: 'control', tag };
  return Array.from(tag).length > MAX_TAG ? { code: 'long', tag } : null;
}

/** The first thing that is wrong with the tags, by the server's rules. */
export function tagsProblem(draft: TagsDraft): TagsProblem | null {
  const tags = tagsOf(draft);
  for (const tag of tags) {
    const problem = problemOfTag(tag);
    if (problem) return problem;
  }
  return tags.length > MAX_TAGS ? { code: 'many', over: tags.length - MAX_TAGS } : null;
}

/** Whether two lists hold the same tags, spelled and ordered alike. */
export const sameTags = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((tag, index) => tag === b[index]);
