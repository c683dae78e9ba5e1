import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment, Segmenting } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import { RANGE } from './figures/segments';
import { HORIZON } from './points';

type Named = Pick<Segment, 'label' | 'low' | 'high'>;

export interface SegmentText {
  /** What a column, or what stands in for one, is called. */
  column: (name: string) => string;
  /** What a segment is called, e.g. "July", "0.2 … 0.5". */
  segment: (kind: Segmenting['kind'], segment: Named) => string;
}

const DIGITS = [3, 4, 5, 6, 7];
/** Months, Mondays and hours of 2024, whose first day was a Monday. */
const TIMES: Record<string, (at: number) => Date> = {
  month: (at) => new Date(Date.UTC(2024, at - 1, 1)),
  weekday: (at) => new Date(Date.UTC(2024, 0, 1 + at)),
};

/** The names of segments in the reader's language. */
export function useSegmentText(): SegmentText {
  const { t } = useTranslation('errors');
  const format = useFormat();
  return useMemo(() => {
    const end = (value: number | null, digits: number) =>
      value === null ? '' : format.metric(value, digits);
    // As few digits as tell its ends apart.
    const range = (low: number | null, high: number | null) =>
      DIGITS.map((digits) => [end(low, digits), end(high, digits)] as const).find(
        ([from, to], at) => from !== to || at === DIGITS.length - 1,
      ) ?? ['', ''];
    const time = (label: string) => {
      const [unit = '', digits = ''] = label.split(':');
      const date = TIMES[unit]?.(Number(digits));
      if (date === undefined) return unit === 'hour' ? t('segment.hour', { hour: digits }) : label;
      const style = unit === 'month' ? { month: 'short' as const } : { weekday: 'short' as const };
      return new Intl.DateTimeFormat(format.language, { ...style, timeZone: 'UTC' }).format(date);
    };
    return {
      column: (name) => (name === HORIZON ? t('segment.horizon') : name),
      segment: (kind, { label, low, high }) => {
        if (kind === 'range') return range(low, high).join(RANGE);
        if (label === null) return t('segment.other');
        return kind === 'time' ? time(label) : label;
      },
    };
  }, [t, format]);
}
