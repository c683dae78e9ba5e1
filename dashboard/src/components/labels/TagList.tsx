import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TagKind } from '@/api/types';
import classes from './labels.module.css';

interface TagListProps {
  kind: TagKind;
  tags: readonly string[];
  /** Shows so many on one line, and how many more there are; without it all, on as many lines as they take. */
  most?: number;
}

/** Tags as chips; each leads to the list of what else has it. */
export function TagList({ kind, tags, most }: TagListProps) {
  const { t } = useTranslation();
  if (tags.length === 0) return null;
  const shown = tags.slice(0, most);
  const rest = tags.slice(shown.length);
  return (
    <ul
      className={classes.tags}
      aria-label={t('tags.label')}
      data-line={most !== undefined || undefined}
    >
      {shown.map((tag) => (
        <li key={tag}>
          <Link
            to={kind === 'batch' ? '/batches' : '/experiments'}
            search={{ tag }}
            className={classes.tag}
            title={t(`tags.show.${kind}`, { tag })}
          >
            {tag}
          </Link>
        </li>
      ))}
      {rest.length > 0 && (
        <li className={classes.more} title={rest.join(', ')}>
          <span aria-hidden="true">+{rest.length}</span>
          <VisuallyHidden>
            {t('tags.more', { count: rest.length, tags: rest.join(', ') })}
          </VisuallyHidden>
        </li>
      )}
    </ul>
  );
}
