import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Icon } from '@/components/ui';
import { toObjects } from '../exportRows';
import { Notice } from '../Notices';
import type { CompareModel } from '../useCompareModel';
import { useCopyText } from '../useCopyText';
import { configDiff } from './configDiff';
import { DiffTable } from './DiffTable';
import classes from './diff.module.css';

const FEWEST = 2;
const MOST = 6;

interface DiffPanelProps {
  model: CompareModel;
  best: number | null;
  onPin: (index: number) => void;
  onOpen: (index: number) => void;
}

/** Settings and metrics of the pinned runs side by side. */
export function DiffPanel({ model, best, onPin, onOpen }: DiffPanelProps) {
  const { t } = useTranslation('compare');
  const { parallel, view } = model;
  const { data } = parallel;
  const [baseId, setBaseId] = useState<string | null>(null);
  const copy = useCopyText();
  const pinned = view.pinned
    .map((number) => data.runs.findIndex((run) => run.number === number))
    .filter((index) => index >= 0);
  if (pinned.length < FEWEST) return <TooFew model={model} pinned={pinned} onPin={onPin} />;
  const shown = pinned.slice(0, MOST);
  const base = Math.max(
    0,
    shown.findIndex((index) => data.runs[index]?.id === baseId),
  );
  return (
    <div className={classes.panel} data-testid="diff">
      <div className={classes.bar}>
        <p>{t('diff.explain', { number: data.runs[shown[base] ?? 0]?.number ?? 0 })}</p>
        <Button
          size="xs"
          leftSection={<Icon name="copy" size={14} />}
          onClick={() =>
            void copy(JSON.stringify(toObjects(parallel, shown), null, 2), 'runs.json')
          }
        >
          {t('diff.copy')}
        </Button>
      </div>
      {pinned.length > MOST && (
        <Notice tone="info">{t('diff.tooMany', { count: pinned.length, most: MOST })}</Notice>
      )}
      <DiffTable
        model={model}
        diff={configDiff(data, shown, base)}
        indexes={shown}
        base={base}
        best={best}
        onBase={(index) => {
          setBaseId(data.runs[index]?.id ?? null);
        }}
        onUnpin={onPin}
        onOpen={onOpen}
      />
    </div>
  );
}

/** How to get there: the best runs are one click away. */
function TooFew({
  model,
  pinned,
  onPin,
}: Pick<DiffPanelProps, 'model' | 'onPin'> & { pinned: readonly number[] }) {
  const { t } = useTranslation('compare');
  const { ranking, data } = model.parallel;
  const next = (ranking?.order ?? []).find((index) => !pinned.includes(index));
  return (
    <EmptyState
      icon="pin"
      title={t('diff.fewTitle', { count: pinned.length })}
      actions={
        next !== undefined && (
          <Button
            size="xs"
            variant="filled"
            onClick={() => {
              onPin(next);
            }}
          >
            {t('diff.pinNext', { number: data.runs[next]?.number ?? 0 })}
          </Button>
        )
      }
    >
      {t('diff.fewText')}
    </EmptyState>
  );
}
