// Every page and dialog under axe, in light and dark, and whether pages fit into 320 px.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";

import { until } from "./until.mjs";

/** The source of axe. */
export const AXE = new URL("./node_modules/axe-core/axe.min.js", import.meta.url);
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ALL = { runOnly: { type: "tag", values: TAGS } };
// What else axe looks at doesn't depend on the theme.
const CONTRAST = { runOnly: { type: "rule", values: ["color-contrast"] } };
// A header within a section is no banner, even where the section is a dialog.
const DIALOG = { ...ALL, rules: { "landmark-no-duplicate-banner": { enabled: false } } };

/** What axe finds in the page as it is, or in a part of it, one line for each element. */
async function violations(page, axe, options, part = "body") {
  // Evaluated, not added as a script: the pages' policy allows only their own.
  await page.evaluate(axe);
  const found = await page.evaluate(
    async ([within, how]) => {
      const place = [...document.querySelectorAll(within)].at(-1);
      const { violations: all } = await globalThis.axe.run(place, how);
      return all.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html}`));
    },
    [part, options],
  );
  return found.map((line) => line.slice(0, 300));
}

/** Put a page into a theme, without the transition's colours in between. */
async function show(page, colorScheme) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const scheme = () => page.locator("html").getAttribute("data-mantine-color-scheme");
  await until(async () => !(await page.locator("main").count()) || (await scheme()) === colorScheme);
}

/** What is wrong with the page shown, in light and dark, and whether it fits into 320 px; it ends light. */
export async function faultsHere(page, axe) {
  const size = page.viewportSize();
  await show(page, "light");
  const found = await violations(page, axe, ALL);
  await show(page, "dark");
  found.push(...(await violations(page, axe, CONTRAST)));
  await page.setViewportSize({ width: 320, height: 720 });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await until(async () => (await width()) <= 320, { timeoutMs: 3_000 }).catch(() => undefined);
  if ((await width()) > 320) found.push(`${await width()} px wide`);
  await page.setViewportSize(size);
  await show(page, "light");
  return found;
}

/** What axe finds in the dialog on top. */
export const dialogFaults = (page, axe) => violations(page, axe, DIALOG, '[role="dialog"]');

/** The tests, of a world with a finished batch whose stack, page and `api` exist once they run. */
export function accessibilityTests(world) {
  describe("for everybody", () => {
    let places, axe;
    const settled = async (page) => {
      await page.waitForLoadState("networkidle");
      await page.locator("main").first().waitFor();
    };
    const open = async (path) => {
      const { page, stack } = world();
      await page.goto(stack.origin + path);
      await settled(page);
    };

    it("has pages to look at", async () => {
      axe = await readFile(AXE, "utf8");
      const { api } = world();
      const batch = (await api("/batches")).items.find(({ counts }) => counts.succeeded > 10);
      const [run] = (await api(`/experiments?batch_id=${batch.id}&state=succeeded`)).items;
      const dataset = (await api("/datasets")).items.find(({ name }) => name === "Diabetes progression");
      places = [
        "/", "/batches", "/batches/new", `/batches/${batch.id}`, "/experiments", `/experiments/${run.id}`,
        "/datasets", `/datasets/${dataset.id}`, "/settings", "/models", "/predictions", "/predictions/new",
        ...["parallel", "curves", "history", "scatter", "diff"].map((tab) => `/batches/${batch.id}/compare?tab=${tab}`),
      ]; // prettier-ignore
    });

    it("has pages without fault, in light and dark, that fit into 320 px", async () => {
      const { page } = world();
      const faults = {};
      await show(page, "light");
      for (const path of places) {
        await open(path);
        const found = await faultsHere(page, axe);
        if (found.length) faults[path] = found;
      }
      assert.deepEqual(faults, {});
    });

    it("has no dialog that axe finds fault with", async () => {
      const { page } = world();
      const faults = {};
      const look = async (name, path, show) => {
        await open(path);
        await show();
        await page.getByRole("dialog").last().waitFor();
        const found = await dialogFaults(page, axe);
        if (found.length) faults[name] = found;
        await page.keyboard.press("Escape");
      };
      const batch = places.find((path) => /^\/batches\/[0-9a-f-]{36}$/.test(path));
      await look("shortcuts", "/", () => page.keyboard.press("?"));
      await look("search", "/", () => page.keyboard.press("Control+k"));
      await look("more runs", batch, () => page.getByRole("button", { name: "Add runs" }).click());
      await look("axis range", `${batch}/compare`, () => page.keyboard.press("b"));
      assert.deepEqual(faults, {});
    });
  });
}
