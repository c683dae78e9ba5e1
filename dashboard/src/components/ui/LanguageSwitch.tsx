import { useTranslation } from 'react-i18next';
import { LANGUAGES, setLanguage } from '@/i18n';
import { useFormat } from '@/i18n/useFormat';
import classes from './Segments.module.css';

/** TR | EN: shows the interface in the other language at once. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language: current } = useFormat();
  return (
    <div role="group" aria-label={t('language.label')} className={classes.group}>
      {LANGUAGES.toReversed().map((language) => (
        <button
          key={language}
          type="button"
          aria-pressed={language === current}
          aria-label={`${language.toUpperCase()}: ${t(`language.${language}`)}`}
          onClick={() => void setLanguage(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
