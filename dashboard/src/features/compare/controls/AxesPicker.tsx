import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import { MAX_AXES } from '../toParallel';
import type { CompareModel } from '../useCompareModel';
import classes from './controls.module.css';

interface AxesPickerProps {
  model: CompareModel;
  onAxes: (names: readonly string[]) => void;
  onReset: () => void;
}

const SEARCH_FROM = 15;

/** Which columns are axes. */
export function AxesPicker({ model, onAxes, onReset }: AxesPickerProps) {
  const { t } = useTranslation('compare');
  const [search, setSearch] = useState('');
  const { data, axes, ranking } = model.parallel;
  const objective = ranking?.objective.column;
  const visible = axes.map(({ column }) => column.name);
  const full = visible.length >= MAX_AXES;
  const wanted = search.trim().toLowerCase();
  const columns = data.columns.filter(({ name, label }) =>
    `${name} ${label}`.toLowerCase().includes(wanted),
  );
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus zIndex={310}>
      <Popover.Target>
        <Button size="xs" rightSection={<Icon name="caret" size={12} />}>
          {t('controls.axes', { shown: visible.length, total: data.columns.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {data.columns.length >= SEARCH_FROM && (
          <TextInput
            size="xs"
            mb={8}
            aria-label={t('controls.axesSearch')}
            placeholder={t('controls.axesSearch')}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
            }}
          />
        )}
        <Checkbox.Group aria-label={t('controls.axesLabel')} value={visible} onChange={onAxes}>
          <div className={classes.axesList}>
            {columns.map((column) => {
              const always = column === objective;
              const shown = visible.includes(column.name);
              return (
                <Checkbox
                  key={column.name}
                  size="xs"
                  value={column.name}
                  disabled={always || (full && !shown)}
                  label={column.label}
                  description={always ? t('controls.objectiveAlways') : undefined}
                />
              );
            })}
          </div>
        </Checkbox.Group>
        {full && <p className={classes.hint}>{t('controls.axesFull', { count: MAX_AXES })}</p>}
        <Button size="xs" mt={8} fullWidth onClick={onReset}>
          {t('controls.axesReset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
