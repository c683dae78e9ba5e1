import { pinColour, type Marks } from '../plot/Highlights';
import type { Run } from '../types';
import { placeOf, type XyPlot } from './xyPlot';
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

const NEAR_EDGE = 130;

function Mark({ plot, index, run, kind, colour, label }: MarkProps) {
  const dot = placeOf(plot, index);
  const right = dot.x > plot.geometry.width - NEAR_EDGE;
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
        x={dot.x + (right ? -9 : 9)}
        y={dot.y - 7}
        className={classes.label}
        textAnchor={right ? 'end' : 'start'}
        fill={colour}
      >
        {label}
      </text>
    </g>
  );
}
