import { CHARACTER } from '@/charts/xyGeometry';
import { pinColour, type Marks } from '../plot/Highlights';
import type { Run } from '../types';
import { placeOf, type XyPlot } from './xyPlot';
import compare from '../compare.module.css';
import classes from './xy.module.css';

interface XyMarksProps {
  runs: readonly Run[];
  plot: XyPlot;
  marks: Marks;
  /** The objective's value as text. */
  valueOf: (index: number) => string;
}

/** The runs that stand out: pinned, then the best, then the one looked at. */
export function XyMarks({ runs, plot, marks, valueOf }: XyMarksProps) {
  const { best, hovered, pinned } = marks;
  const nameOf = (index: number) => `#${runs[index]?.number ?? 0}`;
  return (
    <>
      {pinned.map((index, place) => (
        <Mark
          key={index}
          plot={plot}
          index={index}
          run={runs[index]}
          kind="pinned"
          colour={pinColour(place)}
          label={nameOf(index)}
        />
      ))}
      {best !== null && (
        <Mark
          plot={plot}
          index={best}
          run={runs[best]}
          kind="best"
          colour="var(--best)"
          label={`★ ${nameOf(best)} · ${valueOf(best)}`}
        />
      )}
      {hovered !== null && hovered !== best && (
        <Mark
          plot={plot}
          index={hovered}
          run={runs[hovered]}
          kind="hovered"
          colour="var(--text)"
          label={`${nameOf(hovered)} · ${valueOf(hovered)}`}
        />
      )}
    </>
  );
}

interface MarkProps {
  plot: XyPlot;
  index: number;
  run: Run | undefined;
  kind: 'best' | 'pinned' | 'hovered';
  colour: string;
  label: string;
}

/** Room between a mark and its label. */
const GAP = 9;
/** Labels are bold and larger than ticks. */
const LETTER = 1.1 * CHARACTER;

function Mark({ plot, index, run, kind, colour, label }: MarkProps) {
  const dot = placeOf(plot, index);
  // Before the mark only where there is no room after it.
  const before = dot.x + GAP + label.length * LETTER > plot.geometry.width;
  return (
    <g data-kind={kind} data-run={run?.number}>
      <circle
        cx={dot.x}
        cy={dot.y}
        r={kind === 'best' ? 6 : 5}
        className={classes.mark}
        data-kind={kind}
        data-run={run?.number}
        fill={colour}
      />
      <text
        x={dot.x + (before ? -GAP : GAP)}
        y={dot.y - 7}
        className={compare.markLabel}
        textAnchor={before ? 'end' : 'start'}
        fill={colour}
      >
        {label}
      </text>
    </g>
  );
}
