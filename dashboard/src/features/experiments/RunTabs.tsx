import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TabBar } from '@/components/ui';
import classes from './experiments.module.css';
import { RUN_TABS, type RunTab } from './search';

const tabId = (tab: RunTab) => `run-tab-${tab}`;

interface RunTabsProps {
  runId: string;
  /** What each tab shows; only the open one is asked for. */
  panels: Record<RunTab, () => ReactNode>;
}

/** The parts of a run's page; the address says which is open. */
export function RunTabs({ runId, panels }: RunTabsProps) {
  const { t } = useTranslation('experiments');
  const navigate = useNavigate();
  const { tab = 'summary' } = useSearch({ from: '/experiments/$id' });
  const panelId = useId();
  return (
    <>
      <div className={classes.tabs}>
        <TabBar
          tabs={RUN_TABS.map((name) => ({ name, label: t(`tabs.${name}`) }))}
          tab={tab}
          label={t('tabs.label')}
          panelId={panelId}
          idOf={tabId}
          onTab={(next) => {
            void navigate({
              to: '/experiments/$id',
              params: { id: runId },
              search: next === 'summary' ? {} : { tab: next },
              replace: true,
              resetScroll: false,
            });
          }}
        />
      </div>
      <div id={panelId} role="tabpanel" aria-labelledby={tabId(tab)}>
        {panels[tab]()}
      </div>
    </>
  );
}
