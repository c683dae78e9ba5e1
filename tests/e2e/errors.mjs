// Where a run is wrong, as a user looks for it: a finished sweep, its best run's errors, one segment of them.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { distance, photograph } from "./pixels.mjs";
import { until } from "./until.mjs";

const LAST = 11; // of twelve runs; a batch keeps the models of ten

/** The tests, of a world whose stack, page and `api` exist once they run. */
export function errorsTests(world) {
  describe("the errors of a run", () => {
    let stack, page, api, batch, analysis;

    const counts = async () => {
      const element = page.getByTestId("filter-count");
      return [Number(await element.getAttribute("data-selected")), Number(await element.getAttribute("data-total"))];
    };
    const region = (name) => page.getByRole("region", { name });
    const drawn = (name) => region(name).locator(".js-plotly-plot .main-svg").first().waitFor({ timeout: 60_000 });

    before(async () => {
      ({ stack, page, api } = world());
      const dataset = await api("/datasets/samples/diabetes", {});
      batch = await api("/batches", {
        kind: "experiment",
        name: "errors",
        pipeline: "gradient-boosting",
        dataset_id: dataset.id,
        target: "progression",
        config: {},
        search: { strategy: "grid", space: { learning_rate: [0.03, 0.06, 0.1, 0.2], max_leaf_nodes: [7, 15, 31] } },
        objective: { metric: "rmse", direction: "minimize" },
      });
      await until(async () => (await api(`/batches/${batch.id}`)).state === "succeeded", { timeoutMs: 120_000 });
      // Models are stored once nothing else waits.
      const kept = async () =>
        (await api(`/experiments?batch_id=${batch.id}&limit=50`)).items.filter((run) => run.model_kept);
      await until(async () => (await kept()).length === 10, { timeoutMs: 120_000 });
      const { best } = await api(`/batches/${batch.id}`);
      analysis = await api(`/experiments/${best.job_id}/analysis`);
    });
    it("are a tab of its page, with a headline from rules and every chart drawn", async () => {
      await page.goto(`${stack.origin}/experiments/${analysis.experiment_id}`);
      await page.getByRole("tab", { name: "Errors" }).click();
      await page.getByText("(rule-based summary)").waitFor();
      for (const name of [
        "Residuals",
        "Actual and predicted",
        "Normality (QQ)",
        "Residual and predicted",
        "Error by segment",
      ]) {
        await drawn(name);
      }
    });

    it("are filtered by a segment, everywhere by the same rows", async () => {
      const bmi = analysis.by_feature.find(({ name }) => name === "bmi");
      const inside = bmi.codes.filter((code) => code === 2).length;
      await page.goto(`${stack.origin}/experiments/${analysis.experiment_id}?tab=errors&by=bmi`);
      await drawn("Error by segment");
      await region("Error by segment").getByText("As a table, to filter by a segment").click();
      await region("Error by segment").getByRole("row").nth(3).getByRole("button").click();
      await until(async () => (await counts())[0] === inside);
      assert.deepEqual(await counts(), [inside, analysis.point_count]);
      assert.equal(bmi.segments[2].rows, inside);
      assert.match(page.url(), /seg=bmi/);
      const rows = new Set(analysis.actual_vs_predicted.index.filter((_, at) => bmi.codes[at] === 2));
      const listed = await page.locator("tr[data-row]").evaluateAll((all) => all.map((row) => Number(row.dataset.row)));
      assert.equal(listed.length, Math.min(20, inside));
      assert.ok(listed.every((row) => rows.has(row)));
      // The chosen points are the diamonds of the scatter plot.
      await until(
        async () =>
          (await region("Actual and predicted")
            .locator(".scatterlayer .trace")
            .nth(1)
            .locator("path.point")
            .count()) === inside,
      );
      await page.reload();
      await until(async () => (await counts())[0] === inside);
    });

    it("are filtered by a drawn range and a clicked bar, and cleared", async () => {
      await page.getByRole("button", { name: "Clear" }).click();
      await until(async () => (await counts())[0] === analysis.point_count);
      await drawn("Residuals");
      const plot = region("Residuals").locator(".nsewdrag").first();
      await plot.scrollIntoViewIfNeeded();
      const box = await plot.boundingBox();
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 6 });
      await page.mouse.up();
      await until(() => /res=/.test(page.url()));
      const [low, high] = new URL(page.url()).searchParams.get("res").split("..").map(Number);
      const { actual, predicted } = analysis.actual_vs_predicted;
      const expected = actual.filter(
        (value, at) => value - predicted[at] >= low && value - predicted[at] <= high,
      ).length;
      await until(async () => (await counts())[0] === expected);
      await page.getByRole("button", { name: "Clear" }).click();
      await until(() => !/res=/.test(page.url()));
      const segments = region("Error by segment").locator(".nsewdrag").first();
      await segments.scrollIntoViewIfNeeded();
      const bars = await segments.boundingBox();
      await page.mouse.click(bars.x + bars.width / 16, bars.y + bars.height - 8); // the first of eight
      await until(() => /seg=.*0/.test(page.url()));
      await until(
        async () => (await counts())[0] === analysis.by_feature.find(({ name }) => name === "bmi").segments[0].rows,
      );
    });

    it("are filtered by a lasso, which the address keeps", async () => {
      await page.goto(`${stack.origin}/experiments/${analysis.experiment_id}?tab=errors`);
      await drawn("Residual and predicted");
      await region("Residual and predicted").getByText("Lasso").click();
      const chart = region("Residual and predicted").locator(".js-plotly-plot");
      await until(() => chart.evaluate((element) => element._fullLayout.dragmode === "lasso"));
      const plot = chart.locator(".nsewdrag").first();
      await plot.scrollIntoViewIfNeeded();
      const box = await plot.boundingBox();
      const at = (across, up) => [box.x + box.width * across, box.y + box.height * up];
      await page.mouse.move(...at(0.1, 0.1));
      await page.mouse.down();
      for (const corner of [at(0.9, 0.1), at(0.9, 0.9), at(0.1, 0.1)]) await page.mouse.move(...corner, { steps: 12 });
      await page.mouse.up();
      await until(() => /lasso=residual/.test(page.url()));
      const [, text] = new URL(page.url()).searchParams.get("lasso").split(":");
      const values = text.split("_").map(Number);
      const [across, up] = [values.filter((_, n) => n % 2 === 0), values.filter((_, n) => n % 2 === 1)];
      // A triangle: inside is what is right of its slope and below its top.
      const [left, right] = [Math.min(...across), Math.max(...across)];
      const [low, high] = [Math.min(...up), Math.max(...up)];
      const { actual, predicted } = analysis.actual_vs_predicted;
      const inside = actual.filter((value, n) => {
        const [x, y] = [predicted[n], value - predicted[n]];
        return x <= right && y <= high && (x - left) / (right - left) >= (high - y) / (high - low);
      }).length;
      assert.ok(inside > 0 && inside < analysis.point_count);
      await until(async () => (await counts())[0] === inside);
      await page.reload();
      await until(async () => (await counts())[0] === inside);
      await page.getByRole("button", { name: "Remove the filter Lasso: Residual and predicted" }).click();
      await until(async () => (await counts())[0] === analysis.point_count);
    });

    it("of a classifier are cells, dark where many of a class went", async () => {
      const wine = await api("/datasets/samples/wine", {});
      const run = await api("/experiments", { pipeline: "classifier", dataset_id: wine.id, target: "cultivar" });
      await until(async () => (await api(`/experiments/${run.id}`)).model_kept, { timeoutMs: 120_000 });
      await page.goto(`${stack.origin}/experiments/${run.id}?tab=errors`);
      await drawn("Confusion matrix");
      const { confusion } = await api(`/experiments/${run.id}/analysis`);
      const box = await region("Confusion matrix").locator(".nsewdrag").first().boundingBox();
      const cells = confusion.length;
      const colours = async () => {
        const photo = await photograph(page);
        // Near a corner of the cell: its count is in the middle.
        const colourOf = (actual, predicted) =>
          photo.colourAt(box.x + ((predicted + 0.2) / cells) * box.width, box.y + ((actual + 0.2) / cells) * box.height);
        return confusion.map((row, actual) => row.map((_, predicted) => colourOf(actual, predicted)));
      };
      const far = (one, other) => distance(one, other) > 120;
      await until(async () => {
        const seen = await colours();
        return confusion.every((row, actual) =>
          row.every((count, predicted) => count > 0 || far(seen[actual][predicted], seen[actual][actual])),
        );
      });
    });

    it("of a run whose model was not kept are there after training it again", async () => {
      const { items } = await api(`/experiments?batch_id=${batch.id}&limit=50`);
      const lost = items.sort((a, b) => a.metrics.rmse - b.metrics.rmse)[LAST];
      await page.goto(`${stack.origin}/experiments/${lost.id}?tab=errors`);
      await page.getByRole("button", { name: "Train again to see its errors" }).click();
      await page.getByText("(rule-based summary)").waitFor({ timeout: 60_000 });
      const again = await api(`/experiments/${lost.id}/analysis`);
      assert.ok(Math.abs(again.residuals.rmse - lost.metrics.rmse) < 1e-9);
    });

    it("of the best runs are compared by paired tests", async () => {
      await page.goto(`${stack.origin}/batches/${batch.id}/compare?tab=errors`);
      const panel = page.getByTestId("error-comparison");
      await panel.waitFor();
      assert.equal(await panel.locator("tr[data-run]").count(), 3);
      assert.equal(await panel.getByText(/lead over #\d+ is (more than|within) noise/).count(), 2);
    });
  });
}
