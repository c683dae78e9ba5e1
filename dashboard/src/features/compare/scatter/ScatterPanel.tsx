import { ActionIcon, Select } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import type { PlotPanelProps } from '../plot/plotProps';
import { usePlotHeight, XY_SHARE } from '../plot/usePlotHeight';
import { ScatterChart } from './ScatterChart';
import type { Side } from '../xy/useAxisBuilder';
import { useScatter, type Scatter } from './useScatter';
import classes from './scatter.module.css';
import layout from '../xy/xy.module.css';

/** Any two columns against each other, coloured by a third. */
export function ScatterPanel(props: PlotPanelProps) {
  const { model } = props;
  const { ref, width } = useElementSize();
  const height = usePlotHeight(XY_SHARE);
  const scatter = useScatter(model, width, height);
  return (
    <div>
      {scatter !== null && <ScatterControls {...props} scatter={scatter} />}
      <div ref={ref} className={layout.chart} style={{ height }} data-testid="scatter">
        {scatter !== null && width > 0 && <ScatterChart {...props} scatter={scatter} />}
      </div>
    </div>
  );
}

function ScatterControls({ model, actions, scatter }: PlotPanelProps & { scatter: Scatter }) {
  const { t } = useTranslation('compare');
  const { x, y, front } = scatter;
  return (
    <div className={layout.controls}>
      <ColumnSelect model={model} actions={actions} side="y" value={y.column.name} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={t('scatter.swap')}
        title={t('scatter.swap')}
        onClick={() => {
          actions.change({ x: y.column.name, y: x.column.name });
        }}
      >
        <Icon name="swap" size={15} />
      </ActionIcon>
      <ColumnSelect model={model} actions={actions} side="x" value={x.column.name} />
      <span className={layout.hint}>
        {front !== null && <b className={classes.front}>{t('scatter.front')}</b>}
        {t('scatter.hint')}
      </span>
    </div>
  );
}

interface ColumnSelectProps extends Pick<PlotPanelProps, 'model' | 'actions'> {
  side: Side;
  value: string;
}

function ColumnSelect({ model, actions, side, value }: ColumnSelectProps) {
  const { t } = useTranslation('compare');
  const id = useId();
  const { columns } = model.parallel.data;
  return (
    <div className={classes.labelled}>
      <label htmlFor={id}>{t(`scatter.${side}`)}</label>
      <Select
        id={id}
        size="xs"
        w={170}
        allowDeselect={false}
        searchable={columns.length > 12}
        data={columns.map(({ name, label }) => ({ value: name, label }))}
        value={value}
        comboboxProps={{ zIndex: 310 }}
        onChange={(name) => {
          actions.change({ [side]: name });
        }}
      />
    </div>
  );
}
