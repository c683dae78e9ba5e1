// Writes a .gz beside every compressible file of dist/, which the API serves as it is.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url).pathname;
const COMPRESSIBLE = /\.(js|css|html|svg|json|map)$/;
const SMALLEST = 1024;

for (const name of readdirSync(DIST, { recursive: true })) {
  if (!COMPRESSIBLE.test(name)) continue;
  const file = join(DIST, name);
  const content = readFileSync(file);
  if (content.length >= SMALLEST) writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
