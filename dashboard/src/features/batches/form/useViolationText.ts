import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLiteral } from '@/i18n/format';
import type { SchemaViolation } from './validator';

const WITH_LITERAL = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
] as const;
const WITH_COUNT = ['minItems', 'maxItems', 'minLength', 'maxLength'] as const;
const PLAIN = ['required', 'uniqueItems', 'unknown'] as const;
const TYPES = ['number', 'integer', 'string', 'boolean', 'array', 'object', 'null'] as const;

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  return names.find((name) => name === value);
}

/** Says in the user's language what a value breaks; config limits stay literal. */
export function useViolationText(): (violation: SchemaViolation) => string {
  const { t } = useTranslation('batches');
  return useCallback(
    ({ keyword, limit }: SchemaViolation) => {
      const literal = oneOf(WITH_LITERAL, keyword);
      if (literal) return t(`form.violation.${literal}`, { limit: formatLiteral(limit) });
      const count = oneOf(WITH_COUNT, keyword);
      if (count) return t(`form.violation.${count}`, { limit: Number(limit) });
      const plain = oneOf(PLAIN, keyword);
      if (plain) return t(`form.violation.${plain}`);
      if (keyword === 'enum' && Array.isArray(limit)) {
        return t('form.violation.enum', { limit: limit.map(formatLiteral).join(', ') });
      }
      if (keyword === 'type') {
        const types = [limit].flat().flatMap((name) => oneOf(TYPES, name) ?? []);
        const words = types.map((name) => t(`form.type.${name}`)).join(', ');
        return t('form.violation.type', { types: words });
      }
      return t('form.violation.other', { keyword });
    },
    [t],
  );
}
