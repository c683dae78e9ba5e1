import { describe, expect, it } from 'vitest';
import { axisX, linePath, nearestLine, unitY, type ParcoordsGeometry } from './parcoordsGeometry';
import { sequential, sequentialStops } from './sequential';
import type { ChartTheme } from './theme';
import { brushesOf, parcoordsFigure } from './traces/parcoords';

const geometry: ParcoordsGeometry = {
  width: 900, height: 360, margin: { left: 50, right: 60, top: 40, bottom: 20 }, count: 3,
}; // prettier-ignore

const theme: ChartTheme = {
  scheme: 'light', text: '#000', text2: '#333', line: '#ddd', surface: '#fff', best: '#b54500',
  none: '#7d8896', context: { color: '#c8d0d9', opacity: 0.3 }, series: ['#0072b2'],
}; // prettier-ignore

describe('geometry', () => {
  // Read off plotly 3.7 in a browser at these sizes: axes at x 50, 445 and 840; lines from y 42 to 338.
  it('puts axes and line ends where plotly puts them', () => {
    expect([0, 1, 2].map((index) => axisX(geometry, index))).toEqual([50, 445, 840]);
    expect(unitY(geometry, 1)).toBe(42);
    expect(unitY(geometry, 0)).toBe(338);
    expect(linePath(geometry, [0, 1, 0.5])).toBe('M50.0 338.0L445.0 42.0L840.0 190.0');
  });

  it('finds the line nearest to the pointer within reach', () => {
    const units = [
      [0, 0, 0],
      [1, 1, 0],
    ];
    const find = (x: number, y: number) =>
      nearestLine(geometry, [0, 1], (line, axis) => units[line]?.[axis] ?? 0, { x, y });
    expect(find(200, 335)).toBe(0);
    expect(find(200, 44)).toBe(1);
    expect(find(200, 200)).toBeNull();
    expect(find(642, 190)).toBe(1);
    expect(find(20, 338)).toBeNull();
  });
});

describe('parcoordsFigure', () => {
  const figure = parcoordsFigure({
    lines: {
      axes: [
        [0, 1],
        [0.5, 0.2],
      ],
      colours: [0, 1],
    },
    ranges: [
      null,
      [
        [0.1, 0.3],
        [0.4, 0.6],
      ],
    ],
    multiple: [false, true],
    geometry,
    theme,
  });
  const trace = figure.data[0] as unknown as { dimensions: Record<string, unknown>[] };

  it('never uses ticks of plotly, and one range for all axes', () => {
    for (const dimension of trace.dimensions) {
      expect(dimension).not.toHaveProperty('tickvals');
      expect(dimension.range).toEqual([0, 1]);
    }
  });

  it('passes brushes as plotly wants them, in copies', () => {
    expect(trace.dimensions[0]).not.toHaveProperty('constraintrange');
    expect(trace.dimensions[1]?.constraintrange).toEqual([
      [0.1, 0.3],
      [0.4, 0.6],
    ]);
  });
});

describe('brushesOf', () => {
  it('reads one interval, several, and a removed brush', () => {
    expect(brushesOf([{ 'dimensions[2].constraintrange': [[0.1, 0.2]] }, [0]]).get(2)).toEqual([
      [0.1, 0.2],
    ]);
    expect(
      brushesOf([
        {
          'dimensions[10].constraintrange': [
            [
              [0, 0.1],
              [0.5, 1],
            ],
          ],
        },
        [0],
      ]).get(10),
    ).toEqual([
      [0, 0.1],
      [0.5, 1],
    ]);
    expect(brushesOf([{ 'dimensions[0].constraintrange': null }, [0]]).get(0)).toEqual([]);
    expect(brushesOf([{ dimensions: [[]] }, [0]]).size).toBe(0);
    expect(brushesOf([null]).size).toBe(0);
  });
});

describe('sequential', () => {
  const contrast = (colour: string, ground: number) => {
    const channels = (/rgb\((\d+),(\d+),(\d+)\)/.exec(colour) ?? [])
      .slice(1)
      .map((text) => Number(text) / 255);
    const linear = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    const [r = 0, g = 0, b = 0] = linear;
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return (Math.max(light, ground) + 0.05) / (Math.min(light, ground) + 0.05);
  };

  it('gives the best end most contrast on either ground', () => {
    for (const [scheme, ground] of [
      ['light', 1],
      ['dark', 0.01],
    ] as const) {
      const contrasts = sequentialStops(scheme).map(([, colour]) => contrast(colour, ground));
      expect(Math.max(...contrasts)).toBe(contrasts.at(-1));
      expect(contrast(sequential(scheme, 1), ground)).toBeGreaterThan(7);
    }
  });
});
