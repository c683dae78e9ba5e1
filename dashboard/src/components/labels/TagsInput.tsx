import { TagsInput as MantineTagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagsQuery } from '@/api/queries/tags';
import type { TagKind } from '@/api/types';
import classes from './labels.module.css';
import { distinctTags, MAX_TAG, MAX_TAGS, splitTags, tagsProblem, type TagsDraft } from './tags';

/** Offered at once; typing finds the others. */
const OFFERED = 50;

interface TagsInputProps {
  kind: TagKind;
  value: TagsDraft;
  /** Told what changed; parts that come one after the other all count. */
  onChange: (part: Partial<TagsDraft>) => void;
  /** What the server found wrong. */
  error?: string;
}

/** What is wrong with the tags of a form, in the reader's language; `undefined` when nothing is. */
export function useTagsError(draft: TagsDraft): string | undefined {
  const { t } = useTranslation();
  const problem = tagsProblem(draft);
  if (problem === null) return undefined;
  if (problem.code === 'many') {
    return t('tags.problem.many', { max: MAX_TAGS, count: problem.over });
  }
  return t(`tags.problem.${problem.code}`, { tag: problem.tag, max: MAX_TAG });
}

/** Tags to type or choose from those there are. A wrong one stays to be mended, and says what is wrong. */
export function TagsInput({ kind, value, onChange, error }: TagsInputProps) {
  const { t } = useTranslation();
  const known = useQuery(tagsQuery(kind));
  const { tags, tagText } = value;
  const ownError = useTagsError(value);
  const typedWrong = tagsProblem({ tags: [], tagText }) !== null;
  return (
    <MantineTagsInput
      label={t('tags.label')}
      description={t('tags.hint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      classNames={{ input: classes.box, inputField: classes.field, pill: classes.pill }}
      data={distinctTags(known.data?.items.map(({ name }) => name) ?? [])}
      limit={OFFERED}
      value={[...tags]}
      onChange={(next) => {
        onChange({ tags: distinctTags(next.flatMap(splitTags)) });
      }}
      searchValue={tagText}
      onSearchChange={(text) => {
        // Keyboards of phones send no key for a comma, only the changed text.
        const end = text.lastIndexOf(',') + 1;
        if (end === 0) onChange({ tagText: text });
        else {
          const entered = splitTags(text.slice(0, end));
          onChange({ tags: distinctTags([...tags, ...entered]), tagText: text.slice(end) });
        }
      }}
      // Rows of a sheet and lines of a text are tags too when they are pasted.
      splitChars={[',', '\n', '\t']}
      // A tag that appears below the pointer moves the button that is being pressed: it is read then.
      acceptValueOnBlur={false}
      onKeyDown={(event) => {
        if (typedWrong && (event.key === 'Enter' || event.key === ',')) event.preventDefault();
      }}
      error={[ownError, error].filter(Boolean).join(' ') || undefined}
      comboboxProps={{ withinPortal: true, zIndex: 400 }}
    />
  );
}
