import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** What the built-in pipelines call things, in words; others' names are read as they are. */
const KNOWN = [
  'intercept',
  'coefficient_count',
  'coefficients',
  'rounds',
  'best_round',
  'epochs',
  'best_epoch',
  'classes',
  'confusion',
  'series',
  'frequency',
  'points',
  'gaps',
  'repeated_times',
  'missing_values',
  'rows_without_time',
  'season_length',
  'horizon',
  'test_windows',
  'chosen',
  'weights',
  'candidates',
  'validation_mae',
  'left_out',
  'methods',
  'interval',
  'level',
  'coverage',
  'by_step',
  'step',
  'mae',
  'baseline_mae',
  'name',
  'value',
] as const;

/** Reads the name of a detail: known ones in the user's language, others with spaces for underscores. */
export function useDetailLabel(): (name: string) => string {
  const { t } = useTranslation('experiments');
  return useCallback(
    (name) => {
      const known = KNOWN.find((one) => one === name);
      return known ? t(`details.known.${known}`) : name.replaceAll('_', ' ');
    },
    [t],
  );
}
