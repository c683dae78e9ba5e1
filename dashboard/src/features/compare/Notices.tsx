import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { EmptyState, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { brushLabel } from './brushLabel';
import { narrowestBrush } from './narrowest';
import type { ViewState } from './types';
import type { CompareModel } from './useCompareModel';
import { useFormats, valueText } from './useFormats';
import classes from './compare.module.css';

/** A line above the plot that says how what is shown differs from the usual. */
export function Notice({
  tone,
  children,
}: {
  tone: 'info' | 'warn' | 'best';
  children: ReactNode;
}) {
  return (
    <div className={classes.notice} data-tone={tone} role="status">
      <Icon name={tone === 'best' ? 'star' : tone} size={15} />
      <span>{children}</span>
    </div>
  );
}

interface NoticesProps {
  /** Runs that have ended. */
  ended: number;
  stale: boolean;
  /** Better runs that came in since the best was marked. */
  waiting: number;
  onAccept: () => void;
}

export function Notices({ ended, stale, waiting, onAccept }: NoticesProps) {
  const { t } = useTranslation('compare');
  return (
    <>
      {stale && <Notice tone="warn">{t('states.staleError')}</Notice>}
      {ended === 1 && (
        <Notice tone="info">
          <b>{t('states.oneTitle')}.</b> {t('states.oneText')}
        </Notice>
      )}
      {waiting > 0 && (
        <Notice tone="best">
          <Button
            size="xs"
            variant="subtle"
            title={t('best.waitingHint')}
            onClick={onAccept}
            data-testid="new-best"
          >
            {t('best.waiting', { count: waiting })}
          </Button>
        </Notice>
      )}
    </>
  );
}

interface NoMatchProps {
  model: CompareModel;
  onBrushes: (brushes: ViewState['brushes']) => void;
}

/** Instead of an empty table: which filter excludes most, and the way out. */
export function NoMatch({ model, onBrushes }: NoMatchProps) {
  const { t } = useTranslation('compare');
  const formats = useFormats();
  const format = useFormat();
  const { data } = model.parallel;
  const { brushes } = model.view;
  const narrowest = narrowestBrush(data, brushes);
  const column = data.columns.find(({ name }) => name === narrowest?.name);
  const brush = narrowest === null ? undefined : brushes[narrowest.name];
  if (narrowest === null || column === undefined || brush === undefined) return null;
  const label = brushLabel(brush, column, (value) => valueText(formats, column, value));
  const others = Object.fromEntries(
    Object.entries(brushes).filter(([name]) => name !== narrowest.name),
  );
  return (
    <EmptyState
      icon="search"
      title={t('states.noMatchTitle', { count: Object.keys(brushes).length })}
      actions={
        <>
          <Button
            size="xs"
            variant="filled"
            onClick={() => {
              onBrushes(others);
            }}
          >
            {t('states.noMatchRemove')}
          </Button>
          <Button
            size="xs"
            onClick={() => {
              onBrushes({});
            }}
          >
            {t('states.noMatchClear')}
          </Button>
        </>
      }
    >
      <Trans
        t={t}
        i18nKey="states.noMatchText"
        values={{
          name: column.label,
          range: label === '' ? format.literal(t('noValue')) : label,
          count: narrowest.remaining,
        }}
        components={{ code: <code /> }}
      />
    </EmptyState>
  );
}
