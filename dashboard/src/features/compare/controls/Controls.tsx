import { SegmentedControl, Select } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { sequentialGradient } from '@/charts/sequential';
import { useChartTheme } from '@/charts/theme';
import { secondMetrics } from '../pareto';
import { sharedMetrics } from '../ranking';
import { SHOWN, type Column, type ViewState } from '../types';
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
  const metrics = sharedMetrics(parallel.data);
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
      <ShowControl model={model} onView={onView} />
      {view.tab === 'parallel' && (
        <AxesPicker
          model={model}
          onAxes={onAxes}
          onReset={() => {
            onView({ axes: null });
          }}
        />
      )}
    </div>
  );
}

/** Which runs are shown; the second metric of the Pareto front appears with it. */
function ShowControl({ model, onView }: Pick<ControlsProps, 'model' | 'onView'>) {
  const { t } = useTranslation('compare');
  const { parallel, view } = model;
  const { pareto, ranking } = parallel;
  return (
    <>
      <Labelled label={t('controls.show')}>
        {(id) => (
          <SegmentedControl
            aria-labelledby={`${id}-label`}
            size="xs"
            value={view.show}
            data={SHOWN.map((show) => ({
              value: show,
              label: t(`controls.${show}`),
              disabled: show === 'pareto' && pareto === null,
            }))}
            onChange={(show) => {
              onView({ show });
            }}
          />
        )}
      </Labelled>
      {view.show === 'pareto' && pareto !== null && ranking !== null && (
        <Labelled label={t('controls.against')}>
          {(id) => (
            <Select
              id={id}
              size="xs"
              w={150}
              allowDeselect={false}
              data={secondMetrics(parallel.data, ranking.objective).map(({ column }) => ({
                value: column.name,
                label: `${column.label} ${arrow(column)}`,
              }))}
              value={pareto.second.column.name}
              comboboxProps={{ zIndex: 310 }}
              onChange={(name) => {
                onView({ pareto: name });
              }}
            />
          )}
        </Labelled>
      )}
    </>
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
