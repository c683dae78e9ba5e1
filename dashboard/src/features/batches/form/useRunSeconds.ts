import { useInfiniteQuery } from '@tanstack/react-query';
import { experimentsQuery } from '@/api/queries/experiments';

const LOOKED_AT = 20;

/** The usual time of a run of this pipeline on this dataset: the median of earlier ones, if any. */
export function useRunSeconds(pipelineId: string | null, datasetId: string | null): number | null {
  const query = useInfiniteQuery({
    ...experimentsQuery({
      pipeline: pipelineId ?? '',
      dataset_id: datasetId ?? '',
      state: 'succeeded',
      limit: LOOKED_AT,
    }),
    enabled: pipelineId !== null && datasetId !== null,
  });
  const times = (query.data?.pages[0]?.items ?? [])
    .flatMap(({ timings }) => timings.run_s ?? [])
    .sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? null;
}
