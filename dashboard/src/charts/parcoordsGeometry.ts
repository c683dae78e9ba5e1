/** Where plotly's parallel coordinates put things, in px from the chart's top left corner. */
export interface ParcoordsGeometry {
  width: number;
  height: number;
  margin: { left: number; right: number; top: number; bottom: number };
  /** Number of axes. */
  count: number;
}

/** plotly keeps this distance between the ends of an axis and its outermost lines. */
const PADDING = 2;

/** x of axis `index`. */
export function axisX({ width, margin, count }: ParcoordsGeometry, index: number): number {
  const inner = width - margin.left - margin.right;
  return margin.left + (inner * index) / Math.max(1, count - 1);
}

/** y of a position on an axis: 0 is its bottom, 1 its top. */
export function unitY({ height, margin }: ParcoordsGeometry, unit: number): number {
  const inner = height - margin.top - margin.bottom;
  return margin.top + inner - PADDING - unit * (inner - 2 * PADDING);
}

/** Path of a line through one position per axis. */
export function linePath(geometry: ParcoordsGeometry, units: readonly number[]): string {
  const point = (unit: number, index: number) =>
    `${axisX(geometry, index).toFixed(1)} ${unitY(geometry, unit).toFixed(1)}`;
  return units.map((unit, index) => (index === 0 ? 'M' : 'L') + point(unit, index)).join('');
}

/**
 * Index of the line nearest to a point, at most `reach` px away (measured up and down), else null.
 * `unitsOf(line, axis)` is a line's position on an axis.
 */
export function nearestLine(
  geometry: ParcoordsGeometry,
  lines: readonly number[],
  unitsOf: (line: number, axis: number) => number,
  point: { x: number; y: number },
  reach = 8,
): number | null {
  const { margin, width, count } = geometry;
  if (count < 2 || point.x < margin.left || point.x > width - margin.right) return null;
  const step = (width - margin.left - margin.right) / (count - 1);
  const axis = Math.min(count - 2, Math.floor((point.x - margin.left) / step));
  const share = (point.x - axisX(geometry, axis)) / step;
  let nearest: number | null = null;
  let least = reach;
  for (const line of lines) {
    const unit = unitsOf(line, axis) * (1 - share) + unitsOf(line, axis + 1) * share;
    const distance = Math.abs(unitY(geometry, unit) - point.y);
    if (distance < least) {
      least = distance;
      nearest = line;
    }
  }
  return nearest;
}
