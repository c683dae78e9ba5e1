import type { Pipeline } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';

type PipelineText = Pick<Pipeline, 'name' | 'description'>;

/** The name and description of a pipeline in the user's language, where it brings them. */
export function usePipelineText(): (pipeline: Pipeline) => PipelineText {
  const { language } = useFormat();
  return (pipeline) => {
    const words = pipeline.i18n[language];
    return {
      name: words?.name ?? pipeline.name,
      description: words?.description ?? pipeline.description,
    };
  };
}
