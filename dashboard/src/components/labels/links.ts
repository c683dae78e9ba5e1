/** A part of a text: as it is, or an address to follow. */
export interface TextPart {
  text: string;
  link: boolean;
}

const ADDRESS = /https?:\/\/[^\s<>"]+/giu;
const SENTENCE_END = /[.,;:!?'’”»…]$/u;
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

const count = (text: string, letter: string): number => text.split(letter).length - 1;

/** An address without what belongs to the sentence around it: its full stop, a bracket opened before. */
function trimAddress(address: string): string {
  let end = address;
  for (;;) {
    const last = end.at(-1) ?? '';
    const opening = PAIRS[last];
    const unpaired = opening !== undefined && count(end, last) > count(end, opening);
    if (!unpaired && !SENTENCE_END.test(end)) return end;
    end = end.slice(0, -1);
  }
}

/** Splits a text at the http and https addresses in it; joined, the parts are the text again. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimAddress(found);
    if (!URL.canParse(address)) continue;
    if (index > done) parts.push({ text: text.slice(done, index), link: false });
    parts.push({ text: address, link: true });
    done = index + address.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), link: false });
  return parts;
}
