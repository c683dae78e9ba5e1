import { useViewportSize } from '@mantine/hooks';

const LOWEST = 290;
const HIGHEST = 460;

/** A chart's height that leaves room for the table: a share of the window within bounds. */
export function usePlotHeight(share: number): number {
  const { height } = useViewportSize();
  return Math.round(Math.min(HIGHEST, Math.max(LOWEST, height * share)));
}
