import { sparklinePath } from './sparklinePath';

const BOX = { width: 86, height: 26, pad: 2 };

interface SparklineProps {
  /** The best value so far after each finished run. */
  trace: readonly number[];
  /** What the line says, in words. */
  label: string;
}

/** A best-so-far curve of the size of a word. */
export function Sparkline({ trace, label }: SparklineProps) {
  if (trace.length === 0) return null;
  return (
    <svg
      width={BOX.width}
      height={BOX.height}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path
        d={sparklinePath(trace, BOX)}
        fill="none"
        stroke="var(--c1)"
        strokeWidth={1.6}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
