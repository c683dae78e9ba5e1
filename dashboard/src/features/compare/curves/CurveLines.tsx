import { memo } from 'react';
import type { XyGeometry } from '@/charts/xyGeometry';
import { bandPath, spots, spotsPath, type CurveAxes, type CurveBand } from './curveLayout';
import type { CurveLine } from './useCurveLines';
import classes from './curves.module.css';

interface CurveLinesProps {
  lines: readonly CurveLine[];
  band: CurveBand | null;
  axes: CurveAxes;
  geometry: XyGeometry;
}

/** The band of all runs, its median, and the runs' own curves over it. */
export const CurveLines = memo(function CurveLines(props: CurveLinesProps) {
  const { lines, band, axes, geometry } = props;
  return (
    <>
      {band !== null && <path d={bandPath(band, axes, geometry)} className={classes.band} />}
      {lines.map(({ index, state, selected, colour, spots: line }) => (
        <path
          key={index}
          d={spotsPath(line)}
          className={classes.line}
          data-state={state}
          data-selected={selected}
          style={{ stroke: state === 'running' && selected ? undefined : colour }}
        />
      ))}
      {band !== null && (
        <path
          d={spotsPath(
            spots(
              band.steps.map((step, place) => [step, band.median[place] ?? null] as const),
              axes,
              geometry,
            ),
          )}
          className={classes.median}
          data-kind="median"
        />
      )}
    </>
  );
});
