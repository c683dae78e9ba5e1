import { describe, expect, it } from 'vitest';
import { linkParts } from './links';

const links = (text: string) =>
  linkParts(text)
    .filter(({ link }) => link)
    .map((part) => part.text);

describe('addresses in a text', () => {
  it.each([
    ['See https://example.org/a?b=1#c for it', ['https://example.org/a?b=1#c']],
    ['https://example.org.', ['https://example.org']],
    ['(https://example.org/x)', ['https://example.org/x']],
    [
      'https://en.wikipedia.org/wiki/Tree_(graph_theory)',
      ['https://en.wikipedia.org/wiki/Tree_(graph_theory)'],
    ],
    ['HTTP://A.example, http://b.example!', ['HTTP://A.example', 'http://b.example']],
    ['"https://example.org/ağaç"', ['https://example.org/ağaç']],
    ['http://localhost:8000/batches', ['http://localhost:8000/batches']],
  ])('are found in %j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.org',
    'https://',
    'http://...',
  ])('are not %j', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('lose nothing of the text', () => {
    const text = 'a\n  https://example.org). <b>c</b> https:// d https://x.example';
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
