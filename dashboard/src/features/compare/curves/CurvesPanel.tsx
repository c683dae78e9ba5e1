import { Select, Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurvesAnswer } from '@/api/types';
import { EmptyState, ErrorState, Skeletons } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { PlotPanelProps } from '../plot/plotProps';
import { usePlotHeight, XY_SHARE } from '../plot/usePlotHeight';
import { CurvesChart } from './CurvesChart';
import { useCurves } from './useCurves';
import classes from './curves.module.css';

/** Learning curves: the best and the pinned runs over the median and the quartiles of all. */
export function CurvesPanel(props: PlotPanelProps) {
  const { t } = useTranslation('compare');
  const { actions } = props;
  const curves = useCurves(props);
  const height = usePlotHeight(XY_SHARE);
  const { data } = curves;
  if (data === undefined) {
    if (curves.isPending) return <Skeletons count={1} height={height} />;
    return (
      <ErrorState
        error={curves.error}
        onRetry={() => {
          // A curve that an old link names may be gone.
          actions.change({ curve: null });
          void curves.refetch();
        }}
      />
    );
  }
  if (data.name === null) {
    return (
      <EmptyState icon="runs" title={t('curves.noneTitle')}>
        {props.live ? t('curves.notYetText') : t('curves.noneText')}
      </EmptyState>
    );
  }
  return (
    <div>
      <CurveControls {...props} data={data} />
      <CurvesChart {...props} data={data} height={height} />
    </div>
  );
}

function CurveControls({ model, actions, live, data }: PlotPanelProps & { data: CurvesAnswer }) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const id = useId();
  return (
    <div className={classes.controls}>
      <label htmlFor={id}>{t('curves.curve')}</label>
      <Select
        id={id}
        size="xs"
        w={190}
        allowDeselect={false}
        data={data.names}
        value={data.name}
        comboboxProps={{ zIndex: 310 }}
        onChange={(curve) => {
          actions.change({ curve });
        }}
      />
      <Switch
        size="xs"
        label={t('curves.log')}
        checked={model.view.logCurve}
        onChange={(event) => {
          actions.change({ logCurve: event.currentTarget.checked });
        }}
      />
      <ul className={classes.legend} aria-label={t('curves.legend')}>
        <li data-line="best">{t('best.mark')}</li>
        <li data-line="median">{t('curves.median')}</li>
        <li data-line="band">
          {t('curves.band', { count: data.run_count, runs: format.integer(data.run_count) })}
        </li>
        {live && <li data-line="running">{t('curves.running')}</li>}
      </ul>
    </div>
  );
}
