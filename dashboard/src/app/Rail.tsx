import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon, Logo } from '@/components/ui';
import { SECTIONS, sectionOf } from './navigation';
import classes from './Rail.module.css';

/** Main navigation: at the left, below 900 px at the bottom of the screen. */
export function Rail() {
  const { t } = useTranslation();
  const current = sectionOf(useLocation({ select: (location) => location.pathname }));
  return (
    <nav className={classes.rail} aria-label={t('nav.label')}>
      <span className={classes.logo}>
        <Logo />
      </span>
      {SECTIONS.map(({ key, to, icon }) => (
        <Link
          key={key}
          to={to}
          className={classes.link}
          data-section={key}
          aria-current={current?.key === key ? 'page' : undefined}
        >
          <Icon name={icon} size={18} />
          <span>{t(`nav.${key}`)}</span>
        </Link>
      ))}
    </nav>
  );
}
