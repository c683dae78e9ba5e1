/** The statistics of filtered rows, worked out in the browser; those of all rows come from the server. */

export interface Summary {
  rows: number;
  /** Mean absolute error. */
  mae: number;
  rmse: number;
  /** Mean residual. */
  bias: number;
  /** Standard deviation with n - 1 degrees of freedom; null for less than two rows. */
  std: number | null;
}

/** A share or mean with its 95 % interval. */
export interface Estimate {
  value: number;
  low: number | null;
  high: number | null;
}

const Z95 = 1.959964;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation; null for less than two values. */
export function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Null without any residual. */
export function summarise(residuals: readonly number[]): Summary | null {
  if (residuals.length === 0) return null;
  return {
    rows: residuals.length,
    mae: mean(residuals.map(Math.abs)),
    rmse: Math.sqrt(mean(residuals.map((value) => value * value))),
    bias: mean(residuals),
    std: deviation(residuals),
  };
}

/**
 * Mean with its interval by the normal approximation, never below zero as errors are not. One error
 * has none.
 */
export function meanError(errors: readonly number[]): Estimate {
  const value = mean(errors);
  const std = deviation(errors);
  if (std === null) return { value, low: null, high: null };
  const half = (Z95 * std) / Math.sqrt(errors.length);
  return { value, low: Math.max(0, value - half), high: value + half };
}

/** Share of `hits` in `rows` with Wilson's interval (Wilson 1927). */
export function share(hits: number, rows: number): Estimate {
  const value = hits / rows;
  const z2 = Z95 * Z95;
  const centre = (value + z2 / (2 * rows)) / (1 + z2 / rows);
  const half =
    (Z95 / (1 + z2 / rows)) * Math.sqrt((value * (1 - value)) / rows + z2 / (4 * rows * rows));
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Quantile of ascending values, linear between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (at - Math.floor(at)) * (high - low);
}

/** Density of the normal distribution. */
export function normalDensity(x: number, centre: number, std: number): number {
  const z = (x - centre) / std;
  return Math.exp(-0.5 * z * z) / (std * Math.sqrt(2 * Math.PI));
}

/** Share of a standard normal distribution below `z`, to 1e-7 (Abramowitz & Stegun 26.2.17). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = normalDensity(z, 0, 1) * poly;
  return z > 0 ? 1 - tail : tail;
}

/** The standard normal's quantile of a share between 0 and 1: its distribution function, bisected. */
export function normalQuantile(share: number): number {
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How many values lie between one edge and the next; the last bin has its upper edge too. */
export function binCounts(edges: readonly number[], values: readonly number[]): number[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  const last = edges.at(-1) ?? NaN;
  for (const value of values) {
    const place = value === last ? counts.length - 1 : binOf(edges, value);
    if (counts[place] !== undefined) counts[place] += 1;
  }
  return counts;
}

/** The bin of a value by bisection; -1 or the number of bins outside the edges. */
function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Band {
  predicted: number[];
  median: number[];
  low: number[];
  high: number[];
}

const MOST_PLACES = 60;

/**
 * Median and 10-90 % band of the residuals among neighbours by prediction, at most 60 places. A window
 * holds a twentieth of the rows, at least ten as the server's; of few rows a quarter, at least five.
 */
export function rollingBand(points: readonly { predicted: number; residual: number }[]): Band {
  const sorted = points.toSorted((a, b) => a.predicted - b.predicted);
  const fewest = Math.min(10, Math.max(5, Math.ceil(sorted.length / 4)));
  const width = Math.min(sorted.length, Math.max(fewest, Math.ceil(sorted.length / 20)));
  const starts = sorted.length - width + 1;
  const places = Math.min(MOST_PLACES, starts);
  const band: Band = { predicted: [], median: [], low: [], high: [] };
  if (sorted.length < 2) return band;
  for (let place = 0; place < places; place += 1) {
    const start = places === 1 ? 0 : Math.round((place * (starts - 1)) / (places - 1));
    const window = sorted.slice(start, start + width);
    const residuals = window.map(({ residual }) => residual).sort((a, b) => a - b);
    band.predicted.push(
      quantile(
        window.map(({ predicted }) => predicted),
        0.5,
      ),
    );
    band.median.push(quantile(residuals, 0.5));
    band.low.push(quantile(residuals, 0.1));
    band.high.push(quantile(residuals, 0.9));
  }
  return band;
}

export interface Quantiles {
  theoretical: number[];
  observed: number[];
}

const MOST_QUANTILES = 200;

/** Quantiles of standardised residuals against a normal distribution's, the extremes included. */
export function normalQuantiles(residuals: readonly number[]): Quantiles {
  const std = deviation(residuals);
  if (std === null || std === 0) return { theoretical: [], observed: [] };
  const centre = mean(residuals);
  const sorted = residuals.toSorted((a, b) => a - b);
  const count = Math.min(MOST_QUANTILES, sorted.length);
  const places = Array.from({ length: count }, (_, place) =>
    Math.round((place * (sorted.length - 1)) / (count - 1)),
  );
  return {
    theoretical: places.map((place) => normalQuantile((place + 0.5) / sorted.length)),
    observed: places.map((place) => ((sorted[place] ?? NaN) - centre) / std),
  };
}

/**
 * Whether an observed quantile is outside the pointwise 95 % band of a normal sample of `rows` rows
 * (standard error of an order statistic, Fox 2016, chapter 3).
 */
export function isOutsideBand(theoretical: number, observed: number, rows: number): boolean {
  return Math.abs(observed - theoretical) > bandHalf(theoretical, rows);
}

/** Half the width of that band. */
export function bandHalf(theoretical: number, rows: number): number {
  const below = normalShare(theoretical);
  const error = Math.sqrt((below * (1 - below)) / rows) / normalDensity(theoretical, 0, 1);
  return Z95 * error;
}
