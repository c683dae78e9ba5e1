import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePageTrail } from '@/components/ui';
import { sectionOf } from './navigation';
import classes from './TopBar.module.css';

/** Section / pages between / this page. */
export function Breadcrumbs() {
  const { t } = useTranslation();
  const trail = usePageTrail();
  const pathname = useLocation({ select: (location) => location.pathname });
  const section = sectionOf(pathname);
  const atSection = section?.to === pathname;
  return (
    <nav className={classes.crumbs} aria-label={t('nav.path')}>
      <ol>
        {section && (
          <li>
            {atSection ? (
              <span aria-current="page">{t(`nav.${section.key}`)}</span>
            ) : (
              <Link to={section.to}>{t(`nav.${section.key}`)}</Link>
            )}
          </li>
        )}
        {trail?.parents.map((parent) => (
          <li key={parent.label}>
            <Link {...parent.link}>{parent.label}</Link>
          </li>
        ))}
        {trail && !atSection && (
          <li>
            <span aria-current="page">{trail.title}</span>
          </li>
        )}
      </ol>
    </nav>
  );
}
