import { VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { predictionsQuery } from '@/api/queries/predictions';
import type { PredictionItem } from '@/api/types';
import shared from '@/components/shared.module.css';
import { DateTime, ErrorState, Icon, shownState, STATE_LOOKS } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { PredictorRef } from './predictor';
import classes from './predictions.module.css';
import { useSubjectText } from './useSubjectText';

const SHOWN = 6;

/** The newest predictions of the same run or model. */
export function PreviousPredictions({ of }: { of: PredictorRef }) {
  const { t } = useTranslation('predictions');
  const search = of.kind === 'run' ? { experiment: of.experimentId } : { model: of.name };
  const query = useInfiniteQuery(
    predictionsQuery({ experiment_id: search.experiment, model: search.model, limit: SHOWN }),
  );
  const items = query.data?.pages[0]?.items ?? [];
  if (query.isError && items.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="previous-predictions" className={classes.previous}>
      <h3 id="previous-predictions">{t('previous.title')}</h3>
      <ul>
        {items.map((prediction) => (
          <PreviousItem key={prediction.id} prediction={prediction} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Link to="/predictions" search={search}>
          {t('previous.all')}
        </Link>
      )}
    </section>
  );
}

function PreviousItem({ prediction }: { prediction: PredictionItem }) {
  const { t } = useTranslation('predictions');
  const { t: common } = useTranslation();
  const format = useFormat();
  const subject = useSubjectText();
  const state = shownState(prediction);
  const { icon, tone } = STATE_LOOKS[state];
  const partial = prediction.rows_done > 0 && prediction.rows_done < prediction.row_count;
  return (
    <li>
      <span className={shared.toned} data-tone={tone} title={common(`state.${state}`)}>
        <Icon name={icon} size={13} />
        <VisuallyHidden>{common(`state.${state}`)}</VisuallyHidden>
      </span>
      <Link to="/predictions/$id" params={{ id: prediction.id }}>
        {subject(prediction)}
      </Link>
      <small>
        {partial &&
          `${t('list.of', {
            done: format.integer(prediction.rows_done),
            count: format.integer(prediction.row_count),
          })} · `}
        <DateTime iso={prediction.created_at} />
      </small>
    </li>
  );
}
