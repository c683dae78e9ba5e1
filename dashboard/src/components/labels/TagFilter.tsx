import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagsQuery } from '@/api/queries/tags';
import type { TagKind } from '@/api/types';
import { Icon } from '@/components/ui';
import classes from './labels.module.css';
import { distinctTags } from './tags';

interface TagFilterProps {
  kind: TagKind;
  value: readonly string[];
  onChange: (tags: string[]) => void;
}

/** Shows only what has all of the chosen tags; not there while there are no tags to choose. */
export function TagFilter({ kind, value, onChange }: TagFilterProps) {
  const { t } = useTranslation();
  const known = useQuery(tagsQuery(kind));
  const names = distinctTags([...value, ...(known.data?.items.map(({ name }) => name) ?? [])]);
  if (names.length === 0) return null;
  return (
    <MultiSelect
      size="xs"
      className={classes.filter}
      classNames={{ input: classes.box, inputField: classes.field, pill: classes.pill }}
      aria-label={t('tags.filter')}
      placeholder={value.length === 0 ? t('tags.filter') : undefined}
      leftSection={<Icon name="tag" size={14} />}
      data={names}
      value={[...value]}
      onChange={onChange}
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={t('tags.nothing')}
    />
  );
}
