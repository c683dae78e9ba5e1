import type { Experiment, ExperimentCreate } from '@/api/types';

/** The limits the run had; none are left out of the request. */
function limitsOf({ limits }: Experiment): Pick<ExperimentCreate, 'limits'> {
  const given = Object.entries(limits).filter(([, value]) => value !== null);
  return given.length === 0 ? {} : { limits: Object.fromEntries(given) };
}

/** The request that runs this experiment again. */
export function reproduceRequest(run: Experiment): ExperimentCreate {
  return {
    pipeline: run.pipeline,
    dataset_id: run.dataset_id,
    target: run.target,
    ...(run.time_column === null ? {} : { time_column: run.time_column }),
    config: run.config,
    seed: run.seed,
    ...limitsOf(run),
  };
}

const shellQuote = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;

/** The same request as a command for a POSIX shell; the token stays a variable. */
export function reproduceCommand(run: Experiment, origin: string): string {
  const body = JSON.stringify(reproduceRequest(run), null, 2);
  return [
    `curl -X POST ${shellQuote(`${origin}/api/v1/experiments`)}`,
    `  -H "Authorization: Bearer $AZURAFORGE_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${shellQuote(body)}`,
  ].join(' \\\n');
}
