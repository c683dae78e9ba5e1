// What runs of a stack, as the kernel sees it.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Pids of the processes whose environment names this data folder. */
export function processesOf(dataDir) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`AZURAFORGE_DATA_DIR=${dataDir}`);
      } catch {
        return false; // it ended while we looked
      }
    })
    .map(Number);
}

export const commandOf = (pid) => execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).trim();
