/**
 * Waits until `condition` holds, without moving faked timers on as `vi.waitUntil` does.
 * A condition that never holds ends in the test's timeout.
 */
export async function until(condition: () => boolean): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  try {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        port1.onmessage = () => {
          resolve();
        };
        port2.postMessage(null);
      });
    }
  } finally {
    port1.close();
  }
}
