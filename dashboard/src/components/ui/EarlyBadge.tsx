import { useTranslation } from 'react-i18next';
import type { EarlyEnd } from '@/api/types';
import classes from './StateBadge.module.css';

/** Beside the state of a run that ended before its last step: a word, and the reason as its title. */
export function EarlyBadge({ reason }: { reason: EarlyEnd }) {
  const { t } = useTranslation();
  return (
    <span className={classes.early} title={t(`early.${reason}_why`)}>
      {t(`early.${reason}`)}
    </span>
  );
}
