import type { Axis } from '../axis';
import { unitOf } from '../numericScale';

/**
 * Describes a drawn scale, so that a test can work out where a value has to be drawn: `data-domain` are
 * its lowest and highest value (or its categories in order), drawn at `data-from` and `data-to` px;
 * `data-none` is the place of the runs without a value, `data-past` that of the gathered outliers.
 */
export function scaleAttributes({ scale, noneAt }: Axis, place: (unit: number) => number) {
  const at = (unit: number) => place(unit).toFixed(2);
  const common = {
    'data-scale': scale.kind,
    'data-none': noneAt === null ? undefined : at(noneAt),
  };
  if (scale.kind === 'category') {
    const { categories } = scale;
    return {
      ...common,
      'data-domain': JSON.stringify(categories.map(({ key }) => key)),
      'data-from': at(categories[0]?.at ?? 0),
      'data-to': at(categories.at(-1)?.at ?? 0),
    };
  }
  const main = scale.segments.find(({ kind }) => kind === 'main');
  const past = scale.segments.find(({ kind }) => kind === 'clip');
  if (main === undefined) return common;
  return {
    ...common,
    'data-domain': JSON.stringify([main.low, main.high]),
    'data-from': at(unitOf(scale, main.low)),
    'data-to': at(unitOf(scale, main.high)),
    'data-past':
      past === undefined
        ? undefined
        : [past.low, past.high].map((value) => at(unitOf(scale, value))).join(' '),
  };
}
