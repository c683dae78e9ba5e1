import { Checkbox, Input } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfigForm } from '../configFormContext';
import { takesStep, type RangeDraft, type RangeIssue } from '../range';
import type { ConfigField } from '../schema';
import { isSampled } from '../strategy';
import { ErrorList } from './ErrorList';
import classes from './rjsf.module.css';
import { SweepValues } from './SweepValues';

type Part = RangeIssue['at'];

/** From, to, step and scale of a range, with what a grid would try of it. */
export function RangeSweep({ field }: { field: ConfigField }) {
  const { t } = useTranslation('batches');
  const { sweeps, resolved, strategy, changeSweep } = useConfigForm();
  const errorId = useId();
  const draft = sweeps[field.name];
  if (!draft || !('range' in draft)) return null;
  const { range } = draft;
  const grid = !isSampled(strategy);
  const issues = resolved[field.name]?.rangeIssues ?? [];
  const change = (part: Partial<RangeDraft>) => {
    changeSweep(field.name, { range: { ...range, ...part } });
  };
  const parts: Part[] = takesStep(range, grid) ? ['low', 'high', 'step'] : ['low', 'high'];
  return (
    <div role="group" aria-label={t('form.sweep.rangeLabel', { name: field.title })}>
      <div className={classes.range}>
        {parts.map((part) => (
          <label key={part} className={classes.rangePart}>
            <span>{t(`form.sweep.part.${part === 'step' && range.log ? 'factor' : part}`)}</span>
            <Input
              inputMode="decimal"
              autoComplete="off"
              size="xs"
              classNames={{ input: classes.rangeInput }}
              placeholder={part === 'step' && !grid ? t('form.sweep.anyStep') : undefined}
              value={range[part]}
              error={issues.some(({ at }) => at === part)}
              // Described by the range's own messages, not by those of the whole parameter.
              withAria={false}
              aria-invalid={issues.some(({ at }) => at === part)}
              aria-describedby={issues.length > 0 ? errorId : undefined}
              onChange={(event) => {
                change({ [part]: event.currentTarget.value });
              }}
            />
          </label>
        ))}
      </div>
      <Checkbox
        size="xs"
        className={classes.rangeLog}
        label={t('form.sweep.log')}
        checked={range.log}
        onChange={(event) => {
          change({ log: event.currentTarget.checked });
        }}
      />
      <SweepValues field={field} />
      <p className={classes.help}>{t(`form.sweep.rangeHint.${hint(range, grid)}`)}</p>
      <div id={errorId}>
        <RangeErrors issues={issues} />
      </div>
    </div>
  );
}

function hint(range: RangeDraft, grid: boolean) {
  if (grid) return range.log ? 'gridLog' : 'grid';
  return range.log ? 'log' : 'linear';
}

function RangeErrors({ issues }: { issues: readonly RangeIssue[] }) {
  const { t } = useTranslation('batches');
  if (issues.length === 0) return null;
  return (
    <ErrorList
      errors={issues.map(({ at, code, detail }) =>
        t(`form.sweep.rangeIssue.${code}`, {
          part: t(`form.sweep.part.${at}`),
          detail: detail ?? '',
        }),
      )}
    />
  );
}
