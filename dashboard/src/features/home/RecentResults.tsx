import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import shared from '@/components/shared.module.css';
import {
  DataTable,
  DateTime,
  Icon,
  LinkButton,
  NoValue,
  shownState,
  StateBadge,
} from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './HomePage.module.css';

const SHOWN = 6;

/** The latest batches that ended, with their best value. */
export function RecentResults({ batches }: { batches: Batch[] }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  return (
    <section aria-labelledby="recent-title">
      <h2 id="recent-title">{t('recent.title')}</h2>
      {batches.length === 0 && <p className={shared.quiet}>{t('recent.none')}</p>}
      {batches.length > 0 && (
        <DataTable label={t('recent.title')}>
          <thead>
            <tr>
              <th scope="col">{t('recent.batch')}</th>
              <th scope="col">{t('recent.state')}</th>
              <th scope="col" data-numeric>
                {t('recent.best')}
              </th>
              <th scope="col" data-secondary>
                {t('recent.metric')}
              </th>
              <th scope="col" data-secondary>
                {t('recent.finished')}
              </th>
              <th scope="col">
                <VisuallyHidden>{t('recent.actions')}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {batches.slice(0, SHOWN).map((batch) => (
              <tr key={batch.id}>
                <th scope="row">
                  <Link to="/batches/$id" params={{ id: batch.id }}>
                    {batch.name}
                  </Link>
                </th>
                <td>
                  <StateBadge state={shownState(batch)} variant="plain" />
                </td>
                <td data-numeric>
                  {batch.best ? <b>{format.metric(batch.best.value)}</b> : <NoValue />}
                </td>
                <td data-secondary>{batch.objective.metric}</td>
                <td data-secondary>
                  <DateTime iso={batch.finished_at} />
                </td>
                <td data-actions>
                  <LinkButton
                    size="xs"
                    to="/batches/$id/compare"
                    params={{ id: batch.id }}
                    aria-label={t('recent.analyzeName', { name: batch.name })}
                  >
                    <Icon name="analyze" size={14} />
                    <span className={classes.label}>{t('recent.analyze')}</span>
                  </LinkButton>
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </section>
  );
}
