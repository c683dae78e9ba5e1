import type { XyGeometry } from '@/charts/xyGeometry';
import { pinColour, pinDash, type Marks } from '../plot/Highlights';
import type { Run } from '../types';
import { spotsPath, type Spot } from './curveLayout';
import type { CurveLine } from './useCurveLines';
import compare from '../compare.module.css';
import classes from './curves.module.css';

interface CurveHighlightsProps {
  runs: readonly Run[];
  lines: readonly CurveLine[];
  marks: Marks;
  geometry: XyGeometry;
  /** The objective's value as text. */
  valueOf: (index: number) => string;
  /** The point under the pointer, on the hovered run's curve, and what it says. */
  spot: Spot | null;
  spotText: string | null;
}

/** The curves that stand out: pinned, then the best, then the one looked at. */
export function CurveHighlights(props: CurveHighlightsProps) {
  const { runs, lines, marks, geometry, valueOf, spot, spotText } = props;
  const { best, hovered, pinned } = marks;
  const shared = { lines, geometry };
  const nameOf = (index: number) => `#${runs[index]?.number ?? 0}`;
  return (
    <>
      {pinned.map((index, place) => (
        <Highlight
          key={index}
          {...shared}
          index={index}
          run={runs[index]}
          kind="pinned"
          colour={pinColour(place)}
          dash={pinDash(place)}
          label={nameOf(index)}
        />
      ))}
      {best !== null && (
        <Highlight
          {...shared}
          index={best}
          run={runs[best]}
          kind="best"
          colour="var(--best)"
          label={`★ ${nameOf(best)} · ${valueOf(best)}`}
        />
      )}
      {hovered !== null && (
        <Highlight
          {...shared}
          index={hovered}
          run={runs[hovered]}
          kind="hovered"
          colour={hovered === best ? 'var(--best)' : 'var(--text)'}
          label={hovered === best || spot !== null ? undefined : nameOf(hovered)}
        />
      )}
      {hovered !== null && spot !== null && (
        <SpotLabel
          spot={spot}
          geometry={geometry}
          text={`${nameOf(hovered)} · ${spotText ?? ''}`}
        />
      )}
    </>
  );
}

interface HighlightProps {
  lines: readonly CurveLine[];
  geometry: XyGeometry;
  index: number;
  run: Run | undefined;
  kind: 'best' | 'pinned' | 'hovered';
  colour: string;
  dash?: string;
  label?: string;
}

function Highlight({ lines, geometry, index, run, kind, colour, dash, label }: HighlightProps) {
  const line = lines.find((candidate) => candidate.index === index);
  if (line === undefined) return null;
  const path = spotsPath(line.spots);
  const last = line.spots.findLast((spot) => spot !== null);
  const near = last !== undefined && last.x > geometry.width - 120;
  return (
    <g data-kind={kind} data-run={run?.number}>
      <path d={path} className={classes.casing} />
      <path
        d={path}
        className={classes.highlight}
        data-kind={kind}
        data-run={run?.number}
        stroke={colour}
        strokeDasharray={dash}
      />
      {label !== undefined && last !== undefined && (
        <text
          x={last.x + (near ? -4 : 6)}
          y={last.y + (near ? -8 : 4)}
          className={compare.markLabel}
          textAnchor={near ? 'end' : 'start'}
          fill={colour}
        >
          {label}
        </text>
      )}
    </g>
  );
}

function SpotLabel({ spot, geometry, text }: { spot: Spot; geometry: XyGeometry; text: string }) {
  const right = spot.x > geometry.width / 2;
  return (
    <g>
      <circle cx={spot.x} cy={spot.y} r={4} className={classes.spot} />
      <text
        x={spot.x + (right ? -8 : 8)}
        y={spot.y - 9}
        className={compare.markLabel}
        textAnchor={right ? 'end' : 'start'}
        fill="var(--text)"
      >
        {text}
      </text>
    </g>
  );
}
