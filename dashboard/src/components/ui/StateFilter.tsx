import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobState } from '@/api/types';
import classes from './StateFilter.module.css';

interface StateFilterProps<State extends JobState> {
  label: string;
  /** What the choice of every state is called. */
  all: string;
  states: readonly State[];
  value: State | undefined;
  onChange: (state: State | undefined) => void;
}

/** Which states a list shows: one of them or all. */
export function StateFilter<State extends JobState>(props: StateFilterProps<State>) {
  const { label, all, states, value, onChange } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.root}>
      <SegmentedControl
        size="xs"
        aria-label={label}
        value={value ?? 'all'}
        data={[
          { value: 'all', label: all },
          ...states.map((state) => ({ value: state, label: t(`state.${state}`) })),
        ]}
        onChange={(choice) => {
          onChange(states.find((state) => state === choice));
        }}
      />
    </div>
  );
}
