import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Analysis } from '@/api/types';
import { useChartTheme } from '@/charts/theme';
import { separatorsOf } from '@/charts/traces/frame';
import { useFormat } from '@/i18n/useFormat';
import type { DragTool, Look } from './figures/frame';
import { selectPoints, validView, type ErrorView, type FilterPart } from './filter';
import { pointsOf, type ErrorPoints } from './points';

/** What the cards of the page share. */
export interface ErrorModel {
  points: ErrorPoints;
  /** The view as far as this analysis has what it names. */
  view: ErrorView;
  /** Points that pass every filter; null without one. */
  mask: boolean[] | null;
  /** The same without the filter that a chart itself sets. */
  maskWithout: (part: FilterPart) => boolean[] | null;
  look: Look;
  /** What dragging draws, in every scatter plot of the page. */
  tool: DragTool;
  onTool: (tool: DragTool) => void;
  onView: (view: ErrorView) => void;
}

export function useErrorModel(
  analysis: Analysis,
  asked: ErrorView,
  onView: (view: ErrorView) => void,
): ErrorModel {
  const theme = useChartTheme();
  const { language } = useFormat();
  const coarse = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const [tool, onTool] = useState<DragTool>('select');
  const points = useMemo(() => pointsOf(analysis), [analysis]);
  // The router makes a new object of the same address; equal views draw nothing anew.
  const text = JSON.stringify(asked);
  const view = useMemo(() => validView(JSON.parse(text) as ErrorView, points), [text, points]);
  const mask = useMemo(() => selectPoints(points, view), [points, view]);
  const look = useMemo(
    () => ({ theme, separators: separatorsOf(language), drag: !coarse }),
    [theme, language, coarse],
  );
  return useMemo(
    () => ({
      points,
      view,
      mask,
      maskWithout: (part) => selectPoints(points, view, part),
      look,
      tool,
      onTool,
      onView,
    }),
    [points, view, mask, look, tool, onView],
  );
}
