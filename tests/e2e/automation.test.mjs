// A stack that a program drives: the commands of docs/rest.md as they stand there, a stop, and another start.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { commandOf, processesOf } from "./processes.mjs";
import { ROOT, startStack } from "./stack.mjs";

const TOKEN = `af_${"d".repeat(40)}`;

describe("with a token of its environment", () => {
  let stack;
  const list = async (path) => {
    const answer = await fetch(`${stack.origin}/api/v1${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return (await answer.json()).items.map(({ id, state }) => [id, state]);
  };
  before(async () => (stack = await startStack({ AZURAFORGE_ADMIN_TOKEN: TOKEN })));
  after(() => stack.stop());

  it("docs/rest.md leads from data to the best hyper-parameters", () => {
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

  it("a stop leaves no process, and the next start finds the data in seconds", async () => {
    const kept = ["/datasets", "/batches?limit=50", "/experiments?limit=50", "/predictions"];
    const seen = await Promise.all(kept.map(list));
    assert.ok(seen.every((items) => items.length > 0));
    await stack.stop({ keepData: true });
    assert.equal(stack.output.at(-1), "Stopped.");
    assert.deepEqual(processesOf(stack.dataDir).map(commandOf), []);

    const began = performance.now();
    stack = await startStack({ AZURAFORGE_DATA_DIR: stack.dataDir, AZURAFORGE_ADMIN_TOKEN: TOKEN });
    console.log(`second start: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    assert.deepEqual(await Promise.all(kept.map(list)), seen);
  });
});
