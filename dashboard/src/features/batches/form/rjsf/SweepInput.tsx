import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatLiteral } from '@/i18n/format';
import { useConfigForm } from '../configFormContext';
import { isChoiceSweep, isNumeric, type SweepDraft } from '../draft';
import { isRange } from '../grid';
import { defaultRange, rangeAround, someValues } from '../range';
import type { ConfigField } from '../schema';
import { isSampled } from '../strategy';
import { ChoiceSweep } from './ChoiceSweep';
import { RangeSweep } from './RangeSweep';
import classes from './rjsf.module.css';
import { TextSweep } from './TextSweep';

/** The several values of one parameter: ticked, typed as a list, or given as a range. */
export function SweepInput({ field }: { field: ConfigField }) {
  const { sweeps } = useConfigForm();
  const draft = sweeps[field.name];
  if (!draft) return null;
  if (isChoiceSweep(field)) return <ChoiceSweep field={field} />;
  if (!isNumeric(field)) return <TextSweep field={field} />;
  return (
    <div className={classes.numeric}>
      <SweepKind field={field} draft={draft} />
      {'range' in draft ? <RangeSweep field={field} /> : <TextSweep field={field} />}
    </div>
  );
}

function SweepKind({ field, draft }: { field: ConfigField; draft: SweepDraft }) {
  const { t } = useTranslation('batches');
  const { resolved, strategy, changeSweep } = useConfigForm();
  const found = resolved[field.name];
  const toRange = (): SweepDraft => {
    const usual = defaultRange(field, found?.values[0]);
    return { range: rangeAround(found?.values ?? [], usual.log) ?? usual };
  };
  const toList = (): SweepDraft => {
    const spec = found?.axis?.spec;
    const values = spec && isRange(spec) ? someValues(spec, field.kind === 'integer') : [];
    return { text: values.map(formatLiteral).join('; ') };
  };
  const kinds = isSampled(strategy) ? (['range', 'list'] as const) : (['list', 'range'] as const);
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('form.sweep.kind', { name: field.title })}
      value={'range' in draft ? 'range' : 'list'}
      data={kinds.map((value) => ({ value, label: t(`form.sweep.kinds.${value}`) }))}
      onChange={(kind) => {
        changeSweep(field.name, kind === 'range' ? toRange() : toList());
      }}
    />
  );
}
