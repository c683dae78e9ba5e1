import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setLanguage } from '@/i18n';
import { useCellFormat } from './useCellFormat';

it('writes years as they are, and quantities in the language', async () => {
  await setLanguage('tr');
  const cell = renderHook(() => useCellFormat()).result.current;
  expect(cell('time', 1971)).toBe('1971');
  expect(cell('time', '2002-02-16T00:00:00')).toBe('16 Şub 2002');
  expect(cell('prediction', 1030.13)).toBe('1.030,13');
  expect(cell('row', 1200)).toBe('1.200');
  expect(cell('prediction', null)).toBeNull();
});
