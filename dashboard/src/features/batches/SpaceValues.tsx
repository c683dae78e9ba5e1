import { useTranslation } from 'react-i18next';
import type { Search } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';

interface SpaceValuesProps {
  spec: Search['space'][string] | readonly unknown[];
  /** How many values of a list are written out. */
  most: number;
}

/** What is tried of one parameter: a range as `1e-3 – 0.1 (log)`, a list as its first values. */
export function SpaceValues({ spec, most }: SpaceValuesProps) {
  const { t } = useTranslation('batches');
  const { literal } = useFormat();
  if ('low' in spec) {
    const notes = [
      ...(typeof spec.step === 'number'
        ? [t('form.sweep.stepOf', { step: literal(spec.step) })]
        : []),
      ...(spec.log ? [t('form.sweep.logShort')] : []),
    ];
    return (
      <>
        <code>{`${literal(spec.low)} – ${literal(spec.high)}`}</code>
        {notes.length > 0 && ` (${notes.join(', ')})`}
      </>
    );
  }
  const hidden = spec.length - most;
  return (
    <>
      <code>{spec.slice(0, most).map(literal).join(', ') || '—'}</code>
      {hidden > 0 && ` ${t('form.sweep.more', { count: hidden })}`}
    </>
  );
}
