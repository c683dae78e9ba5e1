import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, NAMESPACES } from './languages';
import en from './locales/en';
import tr from './locales/tr';

const languages = { en, tr };

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flatten(inner, path ? `${path}.${key}` : key),
  );
}

/** Names of the values and tags a message takes. */
function argumentsOf(message: string, language: string): string[] {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && node.type !== 0 && 'value' in node) names.add(String(node.value));
    Object.values(node).forEach(visit);
  };
  visit(new IntlMessageFormat(message, language).getAst());
  return [...names].sort();
}

describe.each(NAMESPACES)('messages of %s', (namespace) => {
  const english = new Map(flatten(en[namespace]));

  it('exist in every language', () => {
    const keys = [...english.keys()].sort();
    for (const language of LANGUAGES) {
      const own = flatten(languages[language][namespace]).map(([key]) => key);
      expect(own.sort()).toEqual(keys);
    }
  });

  it('are never empty, parse, and take the same values', () => {
    for (const language of LANGUAGES) {
      for (const [key, message] of flatten(languages[language][namespace])) {
        expect(message.trim(), `${language} ${key}`).not.toBe('');
        const expected = argumentsOf(english.get(key) ?? '', 'en');
        expect(argumentsOf(message, language), `${language} ${key}`).toEqual(expected);
      }
    }
  });
});
