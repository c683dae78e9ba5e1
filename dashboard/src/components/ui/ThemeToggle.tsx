import { ActionIcon, Tooltip, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from './Icon';

export const THEMES = ['auto', 'light', 'dark'] as const satisfies MantineColorScheme[];

export const THEME_ICONS: Record<MantineColorScheme, IconName> = {
  auto: 'monitor',
  light: 'sun',
  dark: 'moon',
};

/** One button that goes from the system's theme to light to dark. */
export function ThemeToggle() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = THEMES[(THEMES.indexOf(colorScheme) + 1) % THEMES.length] ?? 'auto';
  const label = t('theme.toggle', { current: t(`theme.${colorScheme}`), next: t(`theme.${next}`) });
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={label}
        onClick={() => {
          setColorScheme(next);
        }}
      >
        <Icon name={THEME_ICONS[colorScheme]} />
      </ActionIcon>
    </Tooltip>
  );
}
