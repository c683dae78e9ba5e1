import { Trans, useTranslation } from 'react-i18next';
import { LanguageSwitch, Logo, ThemeToggle, useDocumentTitle } from '@/components/ui';
import { SignInForm } from './SignInForm';
import classes from './SignIn.module.css';

/** The whole page for someone without a session. */
export function SignInPage() {
  const { t } = useTranslation('auth');
  useDocumentTitle(t('title'));
  return (
    <main className={classes.page}>
      <div className={classes.corner}>
        <LanguageSwitch />
        <ThemeToggle />
      </div>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo />
          <h1>{t('title')}</h1>
        </div>
        <SignInForm />
        <p className={classes.hint}>
          <Trans t={t} i18nKey="firstTime" components={{ code: <code /> }} />
        </p>
      </div>
    </main>
  );
}
