export type Scalar = string | number | boolean | null;

/** How a value of a run's details is shown: by its shape, as each pipeline tells what it likes. */
export type DetailShape =
  | { kind: 'scalar'; value: Scalar }
  | { kind: 'list'; values: Scalar[] }
  | { kind: 'table'; columns: string[]; rows: Record<string, unknown>[] }
  | { kind: 'group'; entries: [string, unknown][] }
  /** Deeper or more mixed than a table: as JSON. */
  | { kind: 'json'; value: unknown };

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFlat = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && Object.values(value).every(isScalar);

function shapeOfList(values: unknown[]): DetailShape {
  if (values.every(isScalar)) return { kind: 'list', values };
  if (values.every(isFlat)) {
    const columns = [...new Set(values.flatMap((row) => Object.keys(row)))];
    return { kind: 'table', columns, rows: values };
  }
  return { kind: 'json', value: values };
}

/** The shape of one value; groups nest `depth` levels deep before they become JSON. */
export function shapeOf(value: unknown, depth = 2): DetailShape {
  if (isScalar(value)) return { kind: 'scalar', value };
  if (Array.isArray(value)) return shapeOfList(value);
  if (isObject(value) && depth > 0) return { kind: 'group', entries: Object.entries(value) };
  return { kind: 'json', value };
}

/** The spread of one metric over the folds of a cross-validation. */
export interface FoldSpread {
  mean: number | null;
  std: number | null;
  values: (number | null)[];
}

export interface CrossValidation {
  folds: number;
  kind: string;
  metrics: Record<string, FoldSpread>;
}

const isNumber = (value: unknown): value is number | null =>
  value === null || typeof value === 'number';

const isSpread = (value: unknown): value is FoldSpread =>
  isObject(value) &&
  isNumber(value.mean) &&
  isNumber(value.std) &&
  Array.isArray(value.values) &&
  value.values.every(isNumber);

/** The cross-validation a run reports, or `null` where it reports none. */
export function crossValidationOf(details: Record<string, unknown>): CrossValidation | null {
  const { cv } = details;
  if (!isObject(cv) || typeof cv.folds !== 'number' || !isObject(cv.metrics)) return null;
  const metrics = Object.fromEntries(
    Object.entries(cv.metrics).flatMap(([name, spread]) =>
      isSpread(spread) ? [[name, spread] as const] : [],
    ),
  );
  return { folds: cv.folds, kind: typeof cv.kind === 'string' ? cv.kind : '', metrics };
}
