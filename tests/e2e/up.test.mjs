// `make up` as an operator meets it: refusals that help, a supervisor that mends, a stop that leaves nothing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";

import { commandOf, processesOf } from "./processes.mjs";
import { freePort, ROOT, startStack } from "./stack.mjs";
import { until } from "./until.mjs";

function makeUp(environment) {
  const result = spawnSync("make", ["up"], { cwd: ROOT, env: { ...process.env, ...environment }, encoding: "utf8" });
  return { status: result.status, said: result.stdout + result.stderr };
}

const ready = async (origin) => (await (await fetch(`${origin}/readyz`)).json()).status;

describe("make up", () => {
  let stack;
  before(async () => (stack = await startStack()));
  after(() => stack.stop());

  it("prints an address with a one-time code that signs in once", async () => {
    const code = new URL(stack.address).hash.replace("#code=", "");
    const exchange = () =>
      fetch(`${stack.origin}/api/v1/auth/setup`, {
        method: "POST",
        headers: { "content-type": "application/json", "X-AzuraForge-CSRF": "1" },
        body: JSON.stringify({ code }),
      });
    const first = await exchange();
    assert.equal(first.status, 200);
    assert.equal((await first.json()).role, "admin");
    assert.equal((await exchange()).status, 401);
  });

  it("refuses a taken port and says how to choose another", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address();
    const { status, said } = makeUp({ AZURAFORGE_PORT: String(port), AZURAFORGE_DATA_DIR: `${stack.dataDir}-other` });
    server.close();
    assert.notEqual(status, 0);
    assert.match(said, new RegExp(`Port ${port}.*AZURAFORGE_PORT=${port + 1} make up`));
  });

  it("refuses a second start on the same data", async () => {
    const { status, said } = makeUp({ AZURAFORGE_PORT: String(await freePort()), AZURAFORGE_DATA_DIR: stack.dataDir });
    assert.notEqual(status, 0);
    assert.match(said, /already running/);
  });

  for (const [variable, value] of [
    ["AZURAFORGE_PORT", "seventy"],
    ["AZURAFORGE_DATABASE_URL", "mysql://somewhere/name"],
    ["AZURAFORGE_REDIS_URL", "http://somewhere"],
    ["AZURAFORGE_ARTIFACTS_URL", "ftp://somewhere/folder"],
    ["AZURAFORGE_ADMIN_TOKEN", "secret"],
  ]) {
    it(`refuses a wrong ${variable} by name`, () => {
      const { status, said } = makeUp({ [variable]: value });
      assert.notEqual(status, 0);
      assert.match(said, new RegExp(variable));
      assert.doesNotMatch(said, /Traceback/);
    });
  }

  it("starts a killed process again while the others live on", async () => {
    const pids = processesOf(stack.dataDir);
    const find = (text) => pids.filter((pid) => commandOf(pid).includes(text));
    const [api] = find("azuraforge serve");
    const [worker] = find("--queue compute");
    assert.ok(api && worker, pids.map(commandOf).join("\n"));
    process.kill(api, "SIGKILL");
    await until(async () => (await ready(stack.origin)) === "ok");
    assert.ok(processesOf(stack.dataDir).includes(worker), "the compute worker was restarted too");
  });
});
