// Fails the build when the first page, or the chart library loaded later, outgrows its budget.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const DIST = new URL('../dist/', import.meta.url).pathname;
const KB = 1000;
const ENTRY_KB = 260;
const PLOTLY_KB = 460;

/** Bytes of a script as it travels; those too small to compress travel as they are. */
function sent(file) {
  const compressed = statSync(`${file}.gz`, { throwIfNoEntry: false });
  return (compressed ?? statSync(file)).size;
}

function check(name, files, limit) {
  const total = files.reduce((sum, file) => sum + sent(join(DIST, file)), 0) / KB;
  console.log(`${name}: ${total.toFixed(0)} kB gzip (at most ${limit})`);
  if (total > limit) process.exitCode = 1;
}

const html = readFileSync(join(DIST, 'index.html'), 'utf8');
const entry = [...html.matchAll(/\/(assets\/[^"]+\.js)/g)].map(([, file]) => file);
const charts = readdirSync(join(DIST, 'assets')).filter((name) => /^plotly-.*\.js$/.test(name));
if (entry.length === 0) throw new Error('index.html loads no script');
check('entry', entry, ENTRY_KB);
check(
  'plotly',
  charts.map((name) => join('assets', name)),
  PLOTLY_KB,
);
