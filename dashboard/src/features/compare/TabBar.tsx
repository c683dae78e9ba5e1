import { useTranslation } from 'react-i18next';
import { TabBar as Tabs } from '@/components/ui';
import { TABS, type Tab } from './types';

interface TabBarProps {
  tab: Tab;
  /** Id of what the tabs change. */
  panelId: string;
  onTab: (tab: Tab) => void;
}

export const tabId = (tab: Tab) => `compare-tab-${tab}`;

/** The ways to look at the runs. */
export function TabBar({ tab, panelId, onTab }: TabBarProps) {
  const { t } = useTranslation('compare');
  return (
    <Tabs
      tabs={TABS.map((name) => ({ name, label: t(`tabs.${name}`) }))}
      tab={tab}
      label={t('tabs.label')}
      panelId={panelId}
      idOf={tabId}
      onTab={onTab}
    />
  );
}
