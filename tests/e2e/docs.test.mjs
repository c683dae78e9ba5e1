// The commands of docs/rest.md, run as they stand there against the real stack.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { ROOT, startStack } from "./stack.mjs";

const TOKEN = `af_${"d".repeat(40)}`;

describe("docs/rest.md", () => {
  let stack;
  before(async () => (stack = await startStack({ AZURAFORGE_ADMIN_TOKEN: TOKEN })));
  after(() => stack.stop());

  it("leads from data to the best hyper-parameters", () => {
    const text = readFileSync(join(ROOT, "docs", "rest.md"), "utf8");
    const commands = [...text.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n");
    const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", commands], {
      env: { ...process.env, AZURAFORGE_URL: stack.origin, AZURAFORGE_TOKEN: TOKEN },
      encoding: "utf8",
      timeout: 240_000,
    });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^succeeded$/m);
    assert.match(stdout, /run \d+ \{.*'learning_rate': 0\.\d+.*'rmse': \d+/);
    assert.match(stdout, /^"row","prediction"\n0,\d+\.\d+\n1,/m);
    assert.match(stdout, /^12\n(\d+\.\d+\n){2}16$/m); // the preview, the best of two searches, the extension
    assert.match(stdout, /^importance \[\{'name': '\w+', 'value': 0\.\d+\}/m);
    assert.match(stdout.trim().split("\n").at(-1), /alpha|minimum|greater|0/i);
  });
});
