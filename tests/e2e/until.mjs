// Wait for a condition instead of a time.
import { setTimeout as pause } from "node:timers/promises";

/** Resolve with the first truthy value; an exception counts as "not yet", and is what a timeout reports. */
export async function until(condition, { timeoutMs = 60_000, everyMs = 100 } = {}) {
  const deadline = performance.now() + timeoutMs;
  let reason = "it stayed false";
  while (performance.now() < deadline) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      reason = String(error);
    }
    await pause(everyMs);
  }
  throw new Error(`not within ${timeoutMs} ms: ${condition} (${reason})`);
}
