// Take the README's pictures from the real product: `node screenshots.mjs` in this folder.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { launch, openPage } from "./browser.mjs";
import { ROOT, startStack } from "./stack.mjs";
import { until } from "./until.mjs";

const FOLDER = join(ROOT, "docs", "images");
const TOKEN = `af_${"s".repeat(40)}`;
const LOOKS = {
  "light-en": { locale: "en-GB", colorScheme: "light" },
  "dark-tr": { locale: "tr-TR", colorScheme: "dark" },
};
const SPACE = {
  learning_rate: [0.02, 0.05, 0.1, 0.2],
  max_leaf_nodes: [7, 15, 31],
  min_samples_leaf: [10, 40],
};

const stack = await startStack({ AZURAFORGE_ADMIN_TOKEN: TOKEN });
const browser = await launch();
const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

async function api(path, body) {
  const request = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${stack.origin}/api/v1${path}`, request);
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

function startSweep(name, dataset, target, space, metric = "rmse") {
  const objective = { metric, direction: metric === "r2" ? "maximize" : "minimize" };
  const search = { strategy: "grid", space };
  return api("/batches", {
    kind: "experiment", name, pipeline: "gradient-boosting", dataset_id: dataset.id, target, config: {}, search, objective,
  });
}

const ended = (batch) =>
  until(async () => !["queued", "running"].includes((await api(`/batches/${batch.id}`)).state), { timeoutMs: 300_000 });

try {
  await mkdir(FOLDER, { recursive: true });
  const diabetes = await api("/datasets/samples/diabetes", {});
  const visits = await api("/datasets/samples/doctor-visits", {});
  const wine = await api("/datasets/samples/wine", {});
  const sweep = await startSweep("diabetes-first-sweep", diabetes, "progression", SPACE);
  await ended(sweep);
  await ended(await startSweep("wine-colour", wine, "color_intensity", { max_leaf_nodes: [7, 15, 31], l2_regularization: [0, 1] }, "r2"));

  const session = await browser.newContext();
  await (await openPage(session, stack.origin)).goto(stack.address);
  await until(async () => (await session.cookies()).length > 0);
  const storageState = await session.storageState();

  const best = (await api(`/batches/${sweep.id}`)).best;
  const shoot = async (name, look, path, ready) => {
    const context = await browser.newContext({ ...LOOKS[look], viewport: { width: 1440, height: 900 }, storageState });
    const page = await openPage(context, stack.origin);
    await page.goto(stack.origin + path);
    await ready(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`), animations: "disabled" });
    await context.close();
  };
  const plotted = (page) => page.locator('[data-testid="parcoords"][data-drawn="true"]').waitFor({ timeout: 60_000 });

  await shoot("comparison", "light-en", `/batches/${sweep.id}/compare?pin=3`, plotted);
  await shoot("comparison", "dark-tr", `/batches/${sweep.id}/compare?b.rmse=..63`, plotted);
  await shoot("experiment", "light-en", `/experiments/${best.job_id}`, async (page) => {
    await page.locator(".js-plotly-plot .scatterlayer path").first().waitFor({ timeout: 60_000 });
  });
  await until(async () => (await api(`/experiments/${best.job_id}`)).model_kept);
  await shoot("errors", "light-en", `/experiments/${best.job_id}?tab=errors&seg=bmi:7`, async (page) => {
    for (const card of ["Residuals", "Actual and predicted", "Error by segment"]) {
      await page.getByRole("region", { name: card }).locator(".main-svg").first().waitFor({ timeout: 60_000 });
    }
  });
  const co2 = await api("/datasets/samples/co2", {});
  const series = await api("/experiments", { dataset_id: co2.id, pipeline: "forecaster", target: "co2", time_column: "date", config: {} });
  await until(async () => (await api(`/experiments/${series.id}`)).model_kept, { timeoutMs: 300_000 });
  await api("/models", { experiment_id: series.id, name: "mauna-loa" });
  const forecast = await api("/predictions", { model: "mauna-loa@1", horizon: 104, name: "mauna-loa v1: 104 adım ileri" });
  await shoot("forecast", "dark-tr", `/predictions/${forecast.id}`, async (page) => {
    await page.locator(".js-plotly-plot .scatterlayer .trace").nth(3).waitFor({ timeout: 60_000 });
  });
  const query = `dataset=${diabetes.id}&pipeline=gradient-boosting&target=progression`;
  await shoot("new-batch", "light-en", `/batches/new?${query}`, async (page) => {
    for (const [label, values] of [["Learning rate", "0.03, 0.06, 0.1"], ["Leaves per tree", "7, 15, 31"]]) {
      await page.getByRole("switch", { name: `Sweep ${label} over several values` }).check({ force: true });
      await page.getByRole("textbox", { name: `Values of ${label}` }).fill(values);
    }
    await page.getByText("3 × 3 = 9 runs").waitFor();
    await page.evaluate(() => window.scrollTo(0, 0));
  });
  const running = await startSweep("doctor-visits-grid", visits, "mdvis", { ...SPACE, max_iter: [200, 400] });
  await until(async () => (await api(`/batches/${running.id}`)).counts.succeeded >= 8, { timeoutMs: 300_000 });
  await shoot("batches", "dark-tr", "/batches", (page) => page.getByRole("article").nth(2).waitFor());
  await api(`/batches/${running.id}/cancel`, {});
} finally {
  await browser.close();
  await stack.stop();
}
