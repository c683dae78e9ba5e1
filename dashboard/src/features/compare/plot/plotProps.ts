import type { Source } from '../types';
import type { CompareActions } from '../useCompareActions';
import type { CompareModel } from '../useCompareModel';

/** What every chart above the table is given; hover, pins and brushes are the same in all. */
export interface PlotPanelProps {
  model: CompareModel;
  source: Source;
  /** Runs are still coming in. */
  live: boolean;
  best: number | null;
  hovered: number | null;
  actions: CompareActions;
  onHover: (index: number | null) => void;
  onOpen: (index: number) => void;
}
