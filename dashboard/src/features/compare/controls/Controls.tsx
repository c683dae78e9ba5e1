import { SegmentedControl, Select } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { sequentialGradient } from '@/charts/sequential';
import { useChartTheme } from '@/charts/theme';
import { metricsWithDirection } from '../ranking';
import type { Column, ViewState } from '../types';
import type { CompareModel } from '../useCompareModel';
import { AxesPicker } from './AxesPicker';
import classes from './controls.module.css';

interface ControlsProps {
  model: CompareModel;
  onView: (change: Partial<ViewState>) => void;
  onAxes: (names: readonly string[]) => void;
}

/** What is ranked, what colours the lines, which runs and axes are shown. */
export function Controls({ model, onView, onAxes }: ControlsProps) {
  const { t } = useTranslation('compare');
  const { parallel, view } = model;
  const objective = parallel.ranking?.objective;
  const metrics = metricsWithDirection(parallel.data);
  return (
    <div className={classes.controls}>
      <Labelled label={t('controls.objective')}>
        {(id) => (
          <Select
            id={id}
            size="xs"
            w={150}
            allowDeselect={false}
            data={metrics.map((column) => ({
              value: column.name,
              label: `${column.label} ${arrow(column)}`,
            }))}
            value={objective?.column.name ?? null}
            comboboxProps={{ zIndex: 310 }}
            onChange={(name) => {
              const own = name === parallel.data.objective.metric;
              onView({ objective: own ? null : name });
            }}
          />
        )}
      </Labelled>
      <Labelled label={t('controls.colour')}>
        {(id) => <ColourSelect id={id} model={model} onView={onView} />}
      </Labelled>
      <Labelled label={t('controls.show')}>
        {(id) => (
          <SegmentedControl
            aria-labelledby={`${id}-label`}
            size="xs"
            value={view.show}
            data={[
              { value: 'all', label: t('controls.all') },
              { value: 'best10', label: t('controls.best10') },
            ]}
            onChange={(show) => {
              onView({ show: show === 'best10' ? 'best10' : 'all' });
            }}
          />
        )}
      </Labelled>
      <AxesPicker
        model={model}
        onAxes={onAxes}
        onReset={() => {
          onView({ axes: null });
        }}
      />
    </div>
  );
}

function arrow({ direction }: Column): string {
  return direction === 'maximize' ? '↑' : '↓';
}

function ColourSelect({
  id,
  model,
  onView,
}: Pick<ControlsProps, 'model' | 'onView'> & { id: string }) {
  const { scheme } = useChartTheme();
  const { parallel } = model;
  const objective = parallel.ranking?.objective.column;
  return (
    <Select
      id={id}
      size="xs"
      w={178}
      allowDeselect={false}
      searchable={parallel.data.columns.length > 12}
      data={parallel.data.columns.map(({ name, label }) => ({ value: name, label }))}
      value={parallel.colour?.column.name ?? null}
      leftSectionWidth={44}
      leftSection={
        <span className={classes.swatch} style={{ background: sequentialGradient(scheme) }} />
      }
      comboboxProps={{ zIndex: 310 }}
      onChange={(name) => {
        onView({ colour: name === objective?.name ? null : name });
      }}
    />
  );
}

function Labelled({
  label,
  children,
}: {
  label: string;
  children: (id: string) => React.ReactNode;
}) {
  const id = useId();
  return (
    <div className={classes.labelled}>
      <label htmlFor={id} id={`${id}-label`}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}
