// The product's main job, as a new user does it: sign in, import, sweep, watch, analyse, brush, read the best.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessibilityTests } from "./accessibility.mjs";
import { heightOf, readAxes, readLine } from "./axes.mjs";
import { launch, openPage } from "./browser.mjs";
import { comparisonTests } from "./comparison.mjs";
import { inkRows, photograph } from "./pixels.mjs";
import { startStack } from "./stack.mjs";
import { until } from "./until.mjs";

const SWEEP = {
  "Learning rate": "0.03, 0.06, 0.1, 0.2",
  "Leaves per tree": "7; 15; 31",
  "L2 regularization": "0\n1",
};
// Scales without jitter and without gathered outliers, so that every value has one place.
const EXACT_AXES = "learning_rate:log,max_leaf_nodes:linear,l2_regularization,mae:linear:noclip,rmse:linear:noclip";
const GRID = { learning_rate: [0.03, 0.06, 0.1, 0.2], max_leaf_nodes: [7, 15, 31], l2_regularization: [0, 1] };

describe("first light", () => {
  let stack, browser, context, page, batchId, comparison;

  const api = async (path) => {
    const answer = await context.request.get(`${stack.origin}/api/v1${path}`);
    assert.equal(answer.status(), 200, path);
    return answer.json();
  };
  const column = (name) => comparison.dimensions.find((dimension) => dimension.name === name).values;

  before(async () => {
    stack = await startStack();
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    page = await openPage(context, stack.origin);
    page.setDefaultTimeout(20_000);
  });
  after(async () => {
    await browser?.close();
    await stack?.stop();
  });

  it("signs in by the printed address and drops the code from it", async () => {
    await page.goto(stack.address);
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await until(() => !page.url().includes("code="));
  });

  it("imports a real sample in one click", async () => {
    await page.getByRole("link", { name: "Datasets" }).click();
    await page.getByRole("button", { name: /^Import.*Diabetes/ }).click();
    await until(async () => (await api("/datasets")).items.length === 1);
    await page.getByRole("link", { name: "Diabetes progression" }).first().waitFor();
  });

  it("counts the runs of a sweep before it starts, and starts it", async () => {
    const [dataset] = (await api("/datasets")).items;
    await page.goto(`${stack.origin}/batches/new?dataset=${dataset.id}&pipeline=gradient-boosting&target=progression`);
    for (const [label, values] of Object.entries(SWEEP)) {
      // The switch itself is drawn by its label, which covers it.
      await page.getByRole("switch", { name: `Sweep ${label} over several values` }).check({ force: true });
      await page.getByRole("textbox", { name: `Values of ${label}` }).fill(values);
    }
    await page.getByText("4 × 3 × 2 = 24 runs").waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("first light");
    await page.getByRole("button", { name: "Start 24 runs" }).click();
    batchId = await until(async () => (await api("/batches")).items[0]?.id);
  });

  it("shows the progress live, without a reload", async () => {
    await page.goto(`${stack.origin}/batches`);
    const card = page.getByRole("article", { name: "first light" });
    await card.waitFor();
    let navigations = 0;
    page.on("framenavigated", () => (navigations += 1));
    await card.getByText("Done").waitFor({ timeout: 90_000 });
    assert.equal(navigations, 0);
    const batch = await api(`/batches/${batchId}`);
    assert.equal(batch.state, "succeeded");
    assert.deepEqual(batch.counts, { queued: 0, running: 0, succeeded: 24, failed: 0, cancelled: 0 });
  });

  it("opens the comparison with Analyze; every combination is there once", async () => {
    await page.getByRole("article", { name: "first light" }).getByText("Analyze").click();
    await page.getByTestId("parcoords").waitFor();
    comparison = await api(`/batches/${batchId}/comparison`);
    const seen = comparison.job_ids.map((_, row) => Object.keys(GRID).map((name) => column(name)[row]).join());
    assert.equal(new Set(seen).size, 24);
    for (const [name, values] of Object.entries(GRID)) {
      assert.deepEqual([...new Set(column(name))].sort((a, b) => a - b), values);
    }
  });

  it("draws the best run through its values on every axis", async () => {
    await page.goto(`${stack.origin}/batches/${batchId}/compare?axes=${EXACT_AXES}`);
    await until(async () => (await page.getByTestId("parcoords-overlay").locator('path[data-kind="best"]').count()) === 1);
    const objective = column("rmse");
    const best = objective.indexOf(Math.min(...objective));
    const axes = await readAxes(page);
    const line = await readLine(page, "best");
    assert.equal(line.run, comparison.numbers[best]);
    const names = axes.map(({ name }) => name);
    assert.deepEqual(names, ["learning_rate", "max_leaf_nodes", "l2_regularization", "mae", "rmse"]);
    for (const axis of axes.filter(({ scale }) => scale !== "category")) {
      const corner = line.corners.reduce((near, one) => (Math.abs(one.x - axis.x) < Math.abs(near.x - axis.x) ? one : near));
      assert.ok(Math.abs(corner.x - axis.x) < 1, `${axis.name}: ${corner.x} is beside the axis at ${axis.x}`);
      const height = heightOf(axis, column(axis.name)[best]);
      assert.ok(Math.abs(corner.y - height) < 1.5, `${axis.name}: drawn at ${corner.y}, its value belongs at ${height}`);
    }
  });

  it("puts plotly's lines, as pixels, where the values are", async () => {
    const axes = await readAxes(page);
    for (const [first, second] of [axes.slice(0, 2), axes.slice(-2)]) {
      // Halfway between two axes a line is at the mean of its heights there.
      const x = (first.x + second.x) / 2;
      const expected = comparison.job_ids.map(
        (_, row) => (heightOf(first, column(first.name)[row]) + heightOf(second, column(second.name)[row])) / 2,
      );
      const top = Math.min(first.y0, first.y1);
      const bottom = Math.max(first.y0, first.y1);
      const misplaced = async () => {
        const photo = await photograph(page);
        const inked = inkRows(photo, x, top - 4, bottom + 4, photo.colourAt(x, top - 14));
        return [
          ...expected.filter((height) => !inked.some((y) => Math.abs(y - height) <= 3)).map((y) => `no line at ${y}`),
          ...inked.filter((y) => !expected.some((height) => Math.abs(y - height) <= 6)).map((y) => `stray line at ${y}`),
        ];
      };
      await until(async () => (await misplaced()).length === 0, { timeoutMs: 30_000 }).catch(() => undefined);
      assert.deepEqual(await misplaced(), [], `between ${first.name} and ${second.name}`);
    }
  });

  it("filters plot and table alike when an axis is brushed", async () => {
    const objective = (await readAxes(page)).at(-1);
    const sorted = column("rmse").toSorted((a, b) => a - b);
    const [top, bottom] = [objective.y0, heightOf(objective, (sorted[5] + sorted[6]) / 2)]; // the best is at the top
    await page.mouse.move(objective.x, top - 3);
    await page.mouse.down();
    await page.mouse.move(objective.x, (top + bottom) / 2, { steps: 8 });
    await page.mouse.move(objective.x, bottom, { steps: 8 });
    await page.mouse.up();
    const count = page.getByTestId("selection-count");
    await until(async () => Number(await count.getAttribute("data-selected")) === 6, { timeoutMs: 30_000 });
    assert.match(page.url(), /b\.rmse=/);
    await page.reload();
    await until(async () => Number(await count.getAttribute("data-selected")) === 6, { timeoutMs: 30_000 });
  });

  it("names the best run's value and parameters, and opens it", async () => {
    const objective = column("rmse");
    const best = objective.indexOf(Math.min(...objective));
    const side = page.getByTestId("best-run");
    assert.ok((await side.innerText()).includes(`#${comparison.numbers[best]}`));
    const shown = Number(await page.getByTestId("best-value").innerText());
    assert.ok(Math.abs(shown - objective[best]) / objective[best] < 1e-3, `${shown} is not ${objective[best]}`);
    for (const name of Object.keys(GRID)) assert.ok((await side.innerText()).includes(String(column(name)[best])));
    await side.getByRole("link", { name: "Open run" }).or(side.getByRole("button", { name: "Open run" })).click();
    await until(() => page.url().includes(`/experiments/${comparison.job_ids[best]}`));
    await page.getByText("Provenance").first().waitFor();
  });

  it("searches by TPE within the ranges given, and is given more runs", async () => {
    const [dataset] = (await api("/datasets")).items;
    await page.goto(`${stack.origin}/batches/new?dataset=${dataset.id}&pipeline=gradient-boosting&target=progression`);
    await page.getByText("TPE", { exact: true }).click();
    for (const [label, low, high] of [["Learning rate", "0,02", "0,4"], ["Leaves per tree", "4", "40"]]) {
      await page.getByRole("switch", { name: `Sweep ${label} over several values` }).check({ force: true });
      const range = page.getByRole("group", { name: `Range of ${label}` });
      await range.getByLabel("From").fill(low);
      await range.getByLabel("To").fill(high);
    }
    await page.getByLabel("Runs", { exact: true }).fill("12");
    await page.getByRole("switch", { name: /^Stop hopeless runs early/ }).check({ force: true });
    await page.getByText("12 runs sampled from 2 settings").waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("by TPE");
    await page.getByRole("button", { name: "Start 12 runs" }).click();
    await page.getByRole("heading", { name: "by TPE" }).waitFor();
    const id = new URL(page.url()).pathname.split("/").at(-1);
    const ended = (count) =>
      until(async () => (await api(`/batches/${id}`)).counts.succeeded === count, { timeoutMs: 90_000 });
    await ended(12);
    assert.equal((await api(`/batches/${id}`)).search.pruner, "successive-halving");
    const drawn = (await api(`/experiments?batch_id=${id}&limit=200`)).items.map(({ params }) => params);
    assert.equal(new Set(drawn.map((params) => JSON.stringify(params))).size, 12);
    for (const { learning_rate: rate, max_leaf_nodes: leaves } of drawn) {
      assert.ok(rate >= 0.02 && rate <= 0.4 && Number.isInteger(leaves) && leaves >= 4 && leaves <= 40);
    }
    await page.getByRole("button", { name: "Add runs" }).click();
    await page.getByLabel("More runs").fill("3");
    await page.getByRole("button", { name: "Add 3 runs" }).click();
    await ended(15);
    await page.getByText(/^15 of 15 runs ended/).waitFor();
  });

  it("tags and notes a batch, and finds it by its tag", async () => {
    await page.getByRole("button", { name: "Edit", exact: true }).first().click();
    const dialog = page.getByRole("dialog", { name: "Edit by TPE" });
    await dialog.getByRole("combobox", { name: "Tags" }).fill("baseline, deneme ağacı,");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Add a note" }).click();
    await page.getByRole("textbox", { name: "Notes" }).fill("See https://example.org/why");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("link", { name: "https://example.org/why" }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "https://example.org/why" }).waitFor();
    await page.getByRole("link", { name: /deneme ağacı/ }).click();
    await until(() => page.url().includes("tag="));
    await page.getByRole("link", { name: "by TPE" }).waitFor();
    assert.equal(await page.getByRole("button", { name: /^Analyze/ }).count(), 1);
    assert.deepEqual((await api("/batches?tag=Deneme Ağacı")).items.map(({ name, tags }) => [name, tags]), [
      ["by TPE", ["baseline", "deneme ağacı"]],
    ]);
  });

  comparisonTests(() => ({ stack, page, api }));
  accessibilityTests(() => ({ stack, page, api }));

  it("met no error, no blocked script and no other host on the way", () => {
    assert.deepEqual(page.problems, []);
  });
});
