import { pinColour, type Marks } from '../plot/Highlights';
import type { Run } from '../types';
import type { Scatter } from './useScatter';
import classes from './scatter.module.css';

interface ScatterMarksProps {
  runs: readonly Run[];
  scatter: Scatter;
  marks: Marks;
  /** The objective's value as text. */
  valueOf: (index: number) => string;
}

/** The runs that stand out: pinned, then the best, then the one looked at. */
export function ScatterMarks({ runs, scatter, marks, valueOf }: ScatterMarksProps) {
  const { best, hovered, pinned } = marks;
  const nameOf = (index: number) => `#${runs[index]?.number ?? 0}`;
  return (
    <>
      {pinned.map((index, place) => (
        <Mark
          key={index}
          scatter={scatter}
          index={index}
          run={runs[index]}
          kind="pinned"
          colour={pinColour(place)}
          label={nameOf(index)}
        />
      ))}
      {best !== null && (
        <Mark
          scatter={scatter}
          index={best}
          run={runs[best]}
          kind="best"
          colour="var(--best)"
          label={`★ ${nameOf(best)} · ${valueOf(best)}`}
        />
      )}
      {hovered !== null && hovered !== best && (
        <Mark
          scatter={scatter}
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
  scatter: Scatter;
  index: number;
  run: Run | undefined;
  kind: 'best' | 'pinned' | 'hovered';
  colour: string;
  label: string;
}

const NEAR_EDGE = 130;

function Mark({ scatter, index, run, kind, colour, label }: MarkProps) {
  const dot = scatter.dots.find((candidate) => candidate.index === index);
  if (dot === undefined) return null;
  const right = dot.x > scatter.geometry.width - NEAR_EDGE;
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
