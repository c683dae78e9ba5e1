import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import classes from './models.module.css';

/** The alias that names the version in use. */
export const CHAMPION = 'champion';

interface AliasBadgesProps {
  aliases: readonly string[];
  /** The version each points at, where that is not clear from the place. */
  versions?: Readonly<Record<string, number>>;
}

/** Aliases as chips; the champion has a star. */
export function AliasBadges({ aliases, versions }: AliasBadgesProps) {
  const { t } = useTranslation('models');
  return (
    <span className={classes.aliases}>
      {aliases.map((alias) => (
        <span key={alias} className={classes.alias} data-champion={alias === CHAMPION || undefined}>
          {alias === CHAMPION && <Icon name="star" size={11} />}
          {alias}
          {versions && <small>{t('version', { number: versions[alias] ?? 0 })}</small>}
        </span>
      ))}
    </span>
  );
}
