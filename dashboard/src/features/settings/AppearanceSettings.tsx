import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { setSingleKeys, useSingleKeys } from '@/components/singleKeys';
import { Card, THEMES } from '@/components/ui';
import { LANGUAGES, setLanguage } from '@/i18n';
import { useFormat } from '@/i18n/useFormat';
import classes from './SettingsPage.module.css';

/** Language and theme of this browser. */
export function AppearanceSettings() {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const { language } = useFormat();
  const singleKeys = useSingleKeys();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card aria-labelledby="appearance-title">
      <h2 id="appearance-title">{t('appearance.title')}</h2>
      <div className={classes.setting}>
        <span id="language-label">{common('language.label')}</span>
        <SegmentedControl
          aria-labelledby="language-label"
          value={language}
          onChange={(value) => void setLanguage(value)}
          data={LANGUAGES.map((value) => ({ value, label: common(`language.${value}`) }))}
        />
      </div>
      <div className={classes.setting}>
        <span id="theme-label">{common('theme.label')}</span>
        <SegmentedControl
          aria-labelledby="theme-label"
          value={colorScheme}
          onChange={setColorScheme}
          data={THEMES.map((value) => ({ value, label: t(`appearance.${value}`) }))}
        />
      </div>
      <div className={classes.setting}>
        <span>{t('appearance.keys')}</span>
        <Switch
          label={t('appearance.singleKeys')}
          checked={singleKeys}
          onChange={(event) => {
            setSingleKeys(event.currentTarget.checked);
          }}
        />
      </div>
    </Card>
  );
}
