// Prints how long the comparison of 1,000 runs takes to show its table, its lines, and a brush; run by hand.
import { readAxes } from "./axes.mjs";
import { launch, openPage } from "./browser.mjs";
import { seedRuns } from "./comparison.mjs";
import { startStack } from "./stack.mjs";
import { until } from "./until.mjs";

const ROUNDS = 5;
const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

const stack = await startStack();
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const page = await openPage(context, stack.origin);
  await page.goto(stack.address);
  await page.getByRole("heading", { name: "Home" }).waitFor();
  const { thousand } = await seedRuns(stack.dataDir);
  const times = { table: [], lines: [], brush: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${stack.origin}/batches/${thousand}`);
    await page.waitForLoadState("networkidle");
    const start = performance.now();
    await page.locator("[data-analyze]").first().click();
    await page.locator("tr[data-run]").first().waitFor();
    times.table.push(performance.now() - start);
    await page.locator('[data-testid="parcoords"][data-drawn="true"]').waitFor();
    times.lines.push(performance.now() - start);
    times.brush.push(await brushOnce(page));
  }
  for (const [name, all] of Object.entries(times)) {
    console.log(`${name}: ${Math.round(middle(all))} ms (${all.map(Math.round).join(", ")})`);
  }
} finally {
  await browser.close();
  await stack.stop();
}

/** From letting go of the mouse until the table shows the selection. */
async function brushOnce(page) {
  const axis = (await readAxes(page))[0];
  const before = await page.getByTestId("selection-count").getAttribute("data-selected");
  await page.mouse.move(axis.x, axis.y1 - 3);
  await page.mouse.down();
  await page.mouse.move(axis.x, (axis.y0 + axis.y1) / 2, { steps: 8 });
  const start = performance.now();
  await page.mouse.up();
  const changed = async () => (await page.getByTestId("selection-count").getAttribute("data-selected")) !== before;
  await until(changed, { everyMs: 5 });
  return performance.now() - start;
}
