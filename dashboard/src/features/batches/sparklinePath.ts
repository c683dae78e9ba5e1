export interface SparklineBox {
  width: number;
  height: number;
  /** Room for the stroke. */
  pad: number;
}

/**
 * The SVG path of a best-so-far trace as steps: each run holds the best value until a better one.
 * A trace of one value, or of equal values, is a level line. Long traces keep their steps only.
 */
export function sparklinePath(trace: readonly number[], box: SparklineBox): string {
  const first = trace[0];
  if (first === undefined) return '';
  const low = Math.min(...trace);
  const high = Math.max(...trace);
  const inner = box.height - 2 * box.pad;
  const y = (value: number) =>
    round(high === low ? box.height / 2 : box.pad + (1 - (value - low) / (high - low)) * inner);
  const x = (index: number) =>
    round(trace.length === 1 ? box.width : (index / (trace.length - 1)) * box.width);
  const steps = trace.flatMap((value, index) =>
    index > 0 && value !== trace[index - 1] ? [`H${x(index)}V${y(value)}`] : [],
  );
  return `M0 ${y(first)}${steps.join('')}H${round(box.width)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
