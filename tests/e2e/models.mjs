// What comes after a run: its model is registered, predicts rows, series and datasets, and can be stopped.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";

import { AXE, dialogFaults, faultsHere } from "./accessibility.mjs";
import { until } from "./until.mjs";

const MANY_ROWS = 8_000;

/** The tests, of a world whose stack, page and `api` exist once they run. */
export function modelsTests(world) {
  describe("models and predictions", () => {
    let stack, page, api, axe;
    const runs = {};

    const train = async (key, sample, fields) => {
      const dataset = await api(`/datasets/samples/${sample}`, {});
      await trainOn(key, dataset.id, fields);
    };
    const trainOn = async (key, dataset_id, fields) => {
      const { id } = await api("/experiments", { dataset_id, ...fields });
      const run = await until(
        async () => {
          const now = await api(`/experiments/${id}`);
          return !["queued", "running"].includes(now.state) && now;
        },
        { timeoutMs: 120_000 },
      );
      assert.equal(run.state, "succeeded", JSON.stringify(run.error));
      runs[key] = run;
    };
    /** The text of the file that a click downloads. */
    const downloadOf = async (click) => {
      const [download] = await Promise.all([page.waitForEvent("download"), click()]);
      return readFile(await download.path(), "utf8");
    };
    const downloadCsv = async () => {
      await page.getByRole("button", { name: "Download" }).click();
      const text = await downloadOf(() => page.getByRole("menuitem", { name: "CSV" }).click());
      return text.trimEnd().split(/\r?\n/);
    };
    const predictionHere = () => api(`/predictions/${new URL(page.url()).pathname.split("/").at(-1)}`);

    before(async () => {
      axe = await readFile(AXE, "utf8");
      ({ stack, page, api } = world());
    });

    it("registers the model of a finished run, with an alias", async () => {
      await train("table", "diabetes", {
        pipeline: "random-forest",
        target: "progression",
        config: {},
      });
      await page.goto(`${stack.origin}/experiments/${runs.table.id}`);
      await page.getByRole("button", { name: "Register model" }).click();
      const dialog = page.getByRole("dialog", { name: "Register model" });
      await dialog.getByRole("combobox", { name: "Name" }).fill("patients");
      assert.deepEqual(await dialogFaults(page, axe), []);
      await dialog.getByRole("combobox", { name: "Alias" }).fill("champion");
      await dialog.getByRole("button", { name: "Register", exact: true }).click();
      await dialog.getByText("Kept as version 1 of patients. Alias: champion.").waitFor();
      await dialog.getByRole("link", { name: "Open the model" }).click();
      await page.getByRole("heading", { name: "patients" }).waitFor();
      await page.getByText(runs.table.provenance.dataset_sha256).waitFor();
      assert.deepEqual((await api("/models/patients")).aliases, { champion: 1 });
      assert.deepEqual(await faultsHere(page, axe), []);
    });

    it("protects the champion from being deleted", async () => {
      await page.getByRole("button", { name: "Delete model" }).click();
      await page.getByRole("dialog", { name: "Protected by an alias" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    });

    it("predicts typed rows, and gives them as a file", async () => {
      await page.getByRole("link", { name: "Several rows" }).click();
      await page.getByRole("textbox", { name: "bmi, row 1" }).fill("31,5");
      await page.getByRole("button", { name: "Add a row" }).click();
      await page.getByRole("textbox", { name: "bmi, row 2" }).fill("99");
      await page.getByText("Outside of what the model has seen (18 to 42.2).").waitFor();
      await page.getByRole("button", { name: "Predict 2 rows" }).click();
      await page.getByRole("table", { name: "First rows of the result" }).waitFor();
      const done = await predictionHere();
      assert.deepEqual([done.state, done.rows_done], ["succeeded", 2]);
      await page.getByText("bmi is above all that was seen in training, in 1 row (the greatest was 42.2).").waitFor();
      const [head, ...rows] = await downloadCsv();
      assert.equal(head.replaceAll('"', ""), "row,prediction");
      assert.deepEqual(
        rows.map((row) => row.split(",").map(Number)),
        done.preview.map(({ row, prediction }) => [row, prediction]),
      );
      assert.deepEqual(await faultsHere(page, axe), []);
    });

    it("forecasts from a run's page, with history, forecast and interval drawn", async () => {
      await train("series", "nile", {
        pipeline: "forecaster",
        target: "volume",
        time_column: "year",
        config: { method: "ets" },
      });
      await page.goto(`${stack.origin}/experiments/${runs.series.id}`);
      const card = page.getByRole("region", { name: "Predict" });
      await card.getByRole("textbox", { name: "How many steps ahead?" }).fill("12");
      await card.getByRole("button", { name: "Forecast 12 steps" }).click();
      const chart = page.getByRole("img", { name: /^Forecast of 12 steps: first/ });
      await chart.locator(".scatterlayer .trace").first().waitFor();
      await card.getByRole("link", { name: "Open" }).click();
      await page.getByRole("heading", { name: /12 steps ahead/ }).waitFor();
      await until(async () => (await chart.locator(".scatterlayer .trace").count()) === 4);
      const legend = await chart.locator(".legendtext").allTextContents();
      assert.deepEqual(legend.sort(), ["forecast", "prediction interval", "so far"]);
      assert.deepEqual(await faultsHere(page, axe), []);
      const [head, ...rows] = await downloadCsv();
      assert.equal(head.replaceAll('"', ""), "time,prediction,lower,upper");
      assert.equal(rows.length, 12);
      for (const row of rows) {
        const [, value, lower, upper] = row.split(",").map(Number);
        assert.ok(lower < value && value < upper, row);
      }
    });

    it("stops a slow prediction, whose slot is free at once, keeps what is done, and goes on from there", async () => {
      const rows = Array.from({ length: MANY_ROWS }, (_, row) => [row % 10, row]);
      const csv = [["x", "y"], ...rows].map((row) => row.join(",")).join("\n");
      const upload = await page.request.post(`${stack.origin}/api/v1/datasets`, {
        headers: { "X-AzuraForge-CSRF": "1" },
        multipart: { file: { name: "many.csv", mimeType: "text/csv", buffer: Buffer.from(csv) } },
      });
      assert.ok(upload.ok(), await upload.text());
      await trainOn("slow", (await upload.json()).id, {
        pipeline: "test-rows",
        target: "y",
        config: { seconds_a_row: 0.001 },
      });

      await page.goto(`${stack.origin}/predictions/new?experiment=${runs.slow.id}`);
      await page.getByText("A dataset", { exact: true }).click();
      await page.getByRole("combobox", { name: "Dataset" }).fill("many");
      await page.getByRole("option", { name: "many.csv" }).click();
      await page.getByText("The column that the model reads is there.").waitFor();
      await page.getByText("Not read: y.").waitFor();
      await page.getByRole("button", { name: "Predict 8,000 rows" }).click();
      await page.getByRole("heading", { name: /many\.csv/ }).waitFor();
      await until(async () => (await predictionHere()).rows_done > 0);
      await page.getByRole("button", { name: "Cancel the prediction" }).click();
      await page.getByText(/of 8,000 rows are done and kept\./).waitFor();
      const cancelled = await predictionHere();
      assert.equal(cancelled.state, "cancelled");
      assert.ok(cancelled.rows_done > 0 && cancelled.rows_done < MANY_ROWS, String(cancelled.rows_done));
      await page.getByRole("table", { name: "First rows of the result" }).waitFor();
      const kept = await downloadCsv();
      assert.equal(kept.length, cancelled.rows_done + 1);
      // The stack has one slot: had the prediction kept it, no run would end.
      await train("after", "diabetes", { pipeline: "linear", target: "progression", config: {} });

      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText("the first 50 of 8,000; the download has them all").waitFor({ timeout: 120_000 });
      const whole = await predictionHere();
      assert.deepEqual([whole.id, whole.state, whole.attempt], [cancelled.id, "succeeded", 2]);
      await page.getByRole("img", { name: /^Histogram of the predictions/ }).waitFor();
      const [, ...all] = await downloadCsv();
      assert.deepEqual(all.slice(0, cancelled.rows_done), kept.slice(1));
      // The model doubles what it reads.
      assert.deepEqual(
        all.map((row) => row.split(",").map(Number)),
        rows.map(([x], row) => [row, 2 * x]),
      );
    });

    it("finds models by name and goes to them by keys", async () => {
      await page.goto(stack.origin);
      await page.getByRole("heading", { name: "Home" }).waitFor();
      await page.keyboard.press("g");
      await page.keyboard.press("m");
      await page.getByRole("heading", { name: "Models" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search AzuraForge" }).fill("patie");
      await page.getByRole("option", { name: "patients" }).click();
      await page.getByRole("heading", { name: "patients" }).waitFor();
    });
  });
}
