import { useTranslation } from 'react-i18next';
import type { Analysis, AnalysisHeadline } from '@/api/types';
import { Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { useSegmentText } from './segmentText';
import classes from './errors.module.css';

const QUIET = new Set<AnalysisHeadline['code']>(['unbiased', 'no_pattern']);

/** The most telling facts first, worded from rules; it says so. */
export function HeadlineNote({ analysis }: { analysis: Analysis }) {
  const { t } = useTranslation('errors');
  const sentence = useSentence(analysis);
  const [first, ...others] = analysis.headline;
  if (first === undefined) return null;
  const calm = analysis.headline.every(({ code }) => QUIET.has(code));
  return (
    <p className={classes.headline} data-tone={calm ? 'ok' : 'warn'} data-testid="headline">
      <Icon name={calm ? 'check' : 'warn'} size={16} />
      <span>
        <strong>{sentence(first)}</strong>{' '}
        {others.map((headline, at) => (
          <span key={at}>{sentence(headline)} </span>
        ))}
        <small>({t('headline.ruleBased')})</small>
      </span>
    </p>
  );
}

/** Values that are told as percentages. */
const SHARES = new Set(['intervals_too_narrow', 'intervals_too_wide', 'overconfident']);

function useSentence({ target, task }: Analysis): (headline: AnalysisHeadline) => string {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const names = useSegmentText();
  return ({ code, values }) => {
    const texts: Record<string, string | number> = { target, task };
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'number') {
        texts[name] = SHARES.has(code) ? format.percent(value, 0) : format.metric(value, 3);
      } else texts[name] = value ?? '';
    }
    const number = (name: string) => {
      const value = values[name];
      return typeof value === 'number' ? value : 0;
    };
    texts.count = number('rows');
    texts.of = format.integer(number('of'));
    if (code === 'biased') {
      texts.side = number('mean') > 0 ? 'low' : 'high';
      texts.amount = format.metric(Math.abs(number('mean')), 3);
    }
    if (code === 'skewed') texts.side = number('skew') > 0 ? 'low' : 'high';
    if (code === 'segment_worse') {
      texts.segment = segmentOf(values, names);
      texts.measure = task === 'classification' ? 'rate' : 'mae';
      texts.ratio = format.metric(number('ratio'), 2);
      if (task === 'classification') {
        texts.error = format.percent(number('error'), 0);
        texts.overall = format.percent(number('overall'), 0);
      }
    }
    return t(`headline.${code}`, texts);
  };
}

function segmentOf(
  values: AnalysisHeadline['values'],
  names: ReturnType<typeof useSegmentText>,
): string {
  const { kind, label, low, high } = values;
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return names.segment(kind === 'time' || kind === 'range' ? kind : 'category', {
    label: typeof label === 'string' ? label : null,
    low: number(low),
    high: number(high),
  });
}
