import { describe, expect, it } from 'vitest';
import { distinctTags, splitTags, tagsOf, tagsProblem } from './tags';

const draft = (tags: string[], tagText = '') => ({ tags, tagText });
const many = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`);

describe('the tags of a form', () => {
  it('hold what is still being typed, trimmed, and no empty ones', () => {
    expect(tagsOf(draft(['baseline'], ' for the paper ,, x'))).toEqual([
      'baseline',
      'for the paper',
      'x',
    ]);
    expect(tagsOf(draft([], '  '))).toEqual([]);
  });

  it('are unique regardless of case: the first spelling stays', () => {
    expect(tagsOf(draft(['Ağaç', 'b'], 'ağaç, B, c'))).toEqual(['Ağaç', 'b', 'c']);
  });

  it('keep the dotted and the dotless i apart, as the server does', () => {
    expect(distinctTags(['ısı', 'isi'])).toEqual(['ısı', 'isi']);
  });
});

describe('a wrong tag', () => {
  it('is one of more than 50 characters, however many units they take', () => {
    expect(tagsProblem(draft(['x'.repeat(50), '😀'.repeat(50)]))).toBeNull();
    const tag = 'x'.repeat(51);
    expect(tagsProblem(draft(['a', tag]))).toEqual({ code: 'long', tag });
    expect(tagsProblem(draft(['a'], tag))).toEqual({ code: 'long', tag });
  });

  it.each(['a\tb', 'a\u0000b', 'a\u2028b'])('is one with invisible characters: %j', (tag) => {
    expect(tagsProblem(draft([tag]))).toEqual({ code: 'control', tag });
  });

  it('is the twenty-first', () => {
    expect(tagsProblem(draft(many(20)))).toBeNull();
    expect(tagsProblem(draft(many(20), 'TAG 3'))).toBeNull();
    expect(tagsProblem(draft(many(20), 'two, more'))).toEqual({ code: 'many', over: 2 });
  });
});

it('splits what the address holds', () => {
  expect(splitTags('a, b c,')).toEqual(['a', 'b c']);
  expect(splitTags(undefined)).toEqual([]);
});
