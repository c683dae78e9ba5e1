import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagKind } from '@/api/types';
import { ErrorState } from '@/components/ui';
import { sameTags, tagsOf, type TagsDraft } from './tags';
import { TagsInput, useTagsError } from './TagsInput';

const MAX_NAME = 255;

/** What was changed of a name and tags. */
export interface LabelsChange {
  name?: string;
  tags?: string[];
}

interface LabelsDialogProps {
  kind: TagKind;
  /** What is called so at present; a single run may have no name. */
  name: string;
  /** What the dialog's title calls it. */
  shownName?: string;
  tags: readonly string[];
  /** Other inputs, below those of name and tags. */
  children?: ReactNode;
  /** Whether another input is wrong, so that nothing can be saved. */
  blocked?: boolean;
  pending: boolean;
  error: unknown;
  onSave: (change: LabelsChange) => void;
  onClose: () => void;
}

/** Changes the name and the tags of a batch or a run. */
export function LabelsDialog(props: LabelsDialogProps) {
  const { kind, tags, children, blocked = false, pending, error, onSave, onClose } = props;
  const { t } = useTranslation();
  const [name, setName] = useState(props.name);
  const [draft, setDraft] = useState<TagsDraft>({ tags, tagText: '' });
  const tagsError = useTagsError(draft);
  const wanted = name.trim();
  // What never had a name doesn't need one now.
  const badName = wanted === '' ? props.name !== '' : wanted.length > MAX_NAME;
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    if (badName || tagsError !== undefined || blocked) return;
    const wantedTags = tagsOf(draft);
    onSave({
      ...(wanted === props.name ? {} : { name: wanted }),
      ...(sameTags(wantedTags, tags) ? {} : { tags: wantedTags }),
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('labels.title', { name: props.shownName ?? props.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={save}>
        <TextInput
          label={t('labels.name')}
          value={name}
          error={badName && t('labels.nameNeeded', { max: MAX_NAME })}
          data-autofocus
          mb="md"
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <TagsInput
          kind={kind}
          value={draft}
          onChange={(part) => {
            setDraft((old) => ({ ...old, ...part }));
          }}
        />
        {children}
        {error !== null && error !== undefined && <ErrorState error={error} />}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button onClick={onClose}>{t('action.keep')}</Button>
          <Button type="submit" variant="filled" loading={pending}>
            {t('action.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
