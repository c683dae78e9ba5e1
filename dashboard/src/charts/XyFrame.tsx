import { shortTick, tickRoom, xAt, yAt, type XyGeometry, type XyTick } from './xyGeometry';
import classes from './xy.module.css';

interface XyFrameProps {
  geometry: XyGeometry;
  x: { ticks: readonly XyTick[]; title: string };
  y: { ticks: readonly XyTick[]; title: string };
}

/** Grid, ticks and titles of a chart with two axes, drawn into the caller's SVG. */
export function XyFrame({ geometry, x, y }: XyFrameProps) {
  const [left, right] = [xAt(geometry, 0), xAt(geometry, 1)];
  const [bottom, top] = [yAt(geometry, 0), yAt(geometry, 1)];
  const room = tickRoom(x.ticks, geometry);
  return (
    <g>
      {y.ticks.map(({ at, label }) => (
        <g key={`${label}${at}`} transform={`translate(0 ${yAt(geometry, at)})`}>
          <path d={`M${left} 0H${right}`} className={classes.grid} />
          <text x={left - 8} y={3.5} textAnchor="end" className={classes.tick}>
            <Label text={label} />
          </text>
        </g>
      ))}
      {x.ticks.map(({ at, label }, place) => (
        <g key={`${label}${at}`} transform={`translate(${xAt(geometry, at)} 0)`}>
          <path d={`M0 ${top}V${bottom}`} className={classes.grid} />
          <text y={bottom + 15} textAnchor="middle" className={classes.tick}>
            <Label text={label} longest={room[place]} />
          </text>
        </g>
      ))}
      <path d={`M${left} ${top}V${bottom}H${right}`} className={classes.axis} />
      <text x={left} y={top - 9} className={classes.title} textAnchor="start">
        {y.title}
      </text>
      <text x={right} y={bottom + 30} className={classes.title} textAnchor="end">
        {x.title}
      </text>
    </g>
  );
}

function Label({ text, longest }: { text: string; longest?: number }) {
  const short = longest === 0 ? '' : shortTick(text, longest);
  return (
    <>
      {short !== text && <title>{text}</title>}
      {short}
    </>
  );
}
