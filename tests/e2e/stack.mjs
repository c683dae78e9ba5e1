// The real product for a browser test: `make up` on a throw-away data folder and a free port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export const ROOT = resolve(import.meta.dirname, "..", "..");
const READY = /AzuraForge is ready: (\S+)/;

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Start the product as a user does and wait for the line with its address. */
export async function startStack(environment = {}) {
  const dataDir = environment.AZURAFORGE_DATA_DIR ?? (await mkdtemp(join(tmpdir(), "azf-e2e-")));
  const port = environment.AZURAFORGE_PORT ?? (await freePort());
  const child = spawn("make", ["up"], {
    cwd: ROOT,
    detached: true, // a process group of its own, as a terminal gives it
    env: { ...process.env, ...environment, AZURAFORGE_DATA_DIR: dataDir, AZURAFORGE_PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = [];
  child.stderr.on("data", (chunk) => output.push(String(chunk)));
  const ended = once(child, "exit");
  const address = await new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output.push(line);
      const match = READY.exec(line);
      if (match) found(match[1]);
    });
    void ended.then(([status]) => failed(new Error(`make up ended with ${status}:\n${output.join("\n")}`)));
  });
  return {
    address,
    origin: new URL(address).origin,
    dataDir,
    output,
    /** Ctrl-C: the terminal signals the whole foreground group. */
    async stop({ keepData = false } = {}) {
      if (child.exitCode === null) process.kill(-child.pid, "SIGINT");
      await ended;
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
