import type { ForecastingAnalysis, WorstClassRow, WorstRow } from '@/api/types';
import type { ErrorPoints, NumberAnalysis } from './points';

/** A row of the table; what sets it apart is known of the server's worst rows only. */
export type ShownRow = Omit<WorstRow, 'inputs' | 'differs'> &
  Partial<Pick<WorstRow, 'inputs' | 'differs'>> & { time: string | number | null };

const MOST = 20;

/** The rows with the largest residuals: the server's, or those of the points that pass. */
export function worstRows(
  analysis: NumberAnalysis,
  points: ErrorPoints,
  mask: readonly boolean[] | null,
): ShownRow[] {
  const time = timesOf(analysis, points);
  if (mask === null) {
    return analysis.worst.map((row) => ({ ...row, time: time(placeOf(points, row)) }));
  }
  const { std } = analysis.residuals;
  return points.index
    .map((_, at) => at)
    .filter((at) => mask[at] && points.error[at] !== null)
    .sort((a, b) => (points.error[b] ?? 0) - (points.error[a] ?? 0))
    .slice(0, MOST)
    .map((at) => {
      const residual = points.residual[at] ?? null;
      const known = analysis.worst.find((row) => placeOf(points, row) === at);
      return {
        row: points.index[at] ?? 0,
        actual: points.actual[at] ?? null,
        predicted: points.predicted[at] ?? null,
        residual,
        sigma: residual === null || !std ? null : residual / std,
        inputs: known?.inputs,
        differs: known?.differs,
        time: time(at),
      };
    });
}

/** Where a row is among the points; a forecast's row may be there several times. */
function placeOf(
  { index, predicted }: ErrorPoints,
  row: Pick<WorstRow, 'row' | 'predicted'>,
): number {
  return index.findIndex((number, at) => number === row.row && predicted[at] === row.predicted);
}

function timesOf(
  analysis: NumberAnalysis,
  points: ErrorPoints,
): (at: number) => string | number | null {
  const times: ForecastingAnalysis['forecast']['time'] =
    analysis.task === 'forecasting' ? analysis.forecast.time : [];
  return (at) => (times.length === points.count ? (times[at] ?? null) : null);
}

/** Those of the server's worst rows that pass. */
export function worstClassRows(
  worst: readonly WorstClassRow[],
  points: ErrorPoints,
  mask: readonly boolean[] | null,
): WorstClassRow[] {
  if (mask === null) return [...worst];
  const passing = new Set(points.index.filter((_, at) => mask[at]));
  return worst.filter(({ row }) => passing.has(row));
}
