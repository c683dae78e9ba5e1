import { Checkbox, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfigForm } from '../configFormContext';
import type { ConfigField } from '../schema';
import classes from './rjsf.module.css';
import { useChoiceText } from './useChoiceText';

/** Ticks the values of a choice or a yes/no that are to be run. */
export function ChoiceSweep({ field }: { field: ConfigField }) {
  const { t } = useTranslation('batches');
  const text = useChoiceText();
  const { sweeps, resolved, changeSweep } = useConfigForm();
  const draft = sweeps[field.name];
  if (!draft || !('choices' in draft)) return null;
  const chosen = draft.choices;
  const missing = (resolved[field.name]?.issues.length ?? 0) > 0;
  return (
    <Checkbox.Group
      aria-label={t('form.sweep.label', { name: field.title })}
      value={chosen.map((choice) => String(field.choices.indexOf(choice)))}
      error={missing ? t('form.sweep.issue.chooseOne') : undefined}
      onChange={(positions) => {
        const wanted = new Set(positions.map(Number));
        const choices = field.choices.filter((_, position) => wanted.has(position));
        changeSweep(field.name, { choices });
      }}
    >
      <Group className={classes.choices}>
        {field.choices.map((choice, position) => (
          <Checkbox key={position} size="xs" value={String(position)} label={text(choice)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
