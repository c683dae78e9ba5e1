// The comparison of runs that were made up: failures, values that are no number, text, log and clipped axes.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";

import { placeOn, readAxes, readLines, readPinned, readSides, readStairs } from "./axes.mjs";
import { ROOT } from "./stack.mjs";
import { until } from "./until.mjs";

/** Batches of 1, 24 and 1,000 runs, written straight into the database of the stack. */
export async function seedRuns(dataDir) {
  const script = join(ROOT, "tests", "e2e", "seed_runs.py");
  const dsn = `sqlite:///${join(dataDir, "azuraforge.db")}`;
  const { stdout } = await promisify(execFile)(join(ROOT, ".venv", "bin", "python"), [script, dsn]);
  return JSON.parse(stdout);
}

const values = (comparison, name) => comparison.dimensions.find((dimension) => dimension.name === name)?.values;

/** Runs of every kind: ranked, failed, without a value, outliers, zeros. */
function tellingRuns(comparison) {
  const { numbers, states } = comparison;
  const rmse = values(comparison, "rmse");
  const of = (test) => numbers.filter((_, row) => test(row)).slice(0, 2);
  return [
    ...of((row) => states[row] === "succeeded" && rmse[row] !== null && rmse[row] < 10),
    ...of((row) => states[row] === "failed"),
    ...of((row) => states[row] === "cancelled"),
    ...of((row) => states[row] === "succeeded" && rmse[row] === null),
    ...of((row) => rmse[row] > 60),
    ...of((row) => values(comparison, "l2")?.[row] === 0),
  ].filter((number, place, all) => all.indexOf(number) === place);
}

/** Every wrong place of a drawn point, as text. */
function misplaced(axes, comparison, row, pointAt) {
  return axes.flatMap((axis) => {
    const value = values(comparison, axis.name)[row];
    const expected = placeOn(axis, value);
    const drawn = pointAt(axis);
    return Math.abs(drawn - expected.at) <= expected.reach
      ? []
      : [`#${comparison.numbers[row]} ${axis.name}=${value}: drawn at ${drawn}, belongs at ${expected.at}`];
  });
}

/** The corners of the best so far as [number, value]: across to a better run, then down to its value. */
function stairsOf({ numbers, states, ...comparison }) {
  const rmse = values(comparison, "rmse");
  const corners = [];
  let last = 0;
  numbers.forEach((number, row) => {
    if (states[row] !== "succeeded" || rmse[row] === null) return;
    last = number;
    const best = corners.at(-1)?.[1];
    if (best === undefined) corners.push([number, rmse[row]]);
    else if (rmse[row] < best) corners.push([number, best], [number, rmse[row]]);
  });
  const best = corners.at(-1)[1];
  return [...corners, [last, best], [last, best]];
}

/** The tests, of a world whose stack, page and `api` exist once they run. */
export function comparisonTests(world) {
  describe("made-up runs", () => {
    let batches;
    const open = async (name, search) => {
      const { page, stack } = world();
      await page.goto(`${stack.origin}/batches/${batches[name]}/compare?${new URLSearchParams(search)}`);
      return world().api(`/batches/${batches[name]}/comparison`);
    };

    it("are there", async () => {
      batches = await seedRuns(world().stack.dataDir);
    });

    it("one run is shown with a word about it", async () => {
      const comparison = await open("one");
      const { page } = world();
      await page.getByText("One run so far").waitFor();
      assert.equal(await page.locator("tr[data-run]").count(), comparison.job_ids.length);
    });

    for (const name of ["dozens", "thousand"]) {
      it(`${name}: every kind of run is drawn at its values`, async () => {
        const comparison = await open(name);
        const pinned = tellingRuns(comparison);
        await open(name, { pin: pinned.join(",") });
        const { page } = world();
        const lines = page.getByTestId("parcoords-overlay").locator('path[data-kind="pinned"]');
        await until(async () => (await lines.count()) === pinned.length);
        const axes = await readAxes(page);
        const wrong = (await readLines(page, "pinned")).flatMap(({ run, corners }) =>
          misplaced(axes, comparison, comparison.numbers.indexOf(run), (axis) =>
            corners.reduce((near, one) => (Math.abs(one.x - axis.x) < Math.abs(near.x - axis.x) ? one : near)).y,
          ),
        );
        assert.deepEqual(wrong, []);
        assert.ok(axes.some(({ scale }) => scale === "log") && axes.some(({ scale }) => scale === "category"));
        if (name === "thousand") assert.ok(axes.at(-1).past && axes.at(-1).none !== undefined);
      });
    }

    it("a brush selects the same runs in the table as in the data, failed ones too", async () => {
      const comparison = await open("thousand", { "b.learning_rate": "0.01..", "b.optimizer": "=adam|sgd" });
      const [rate, optimizer] = ["learning_rate", "optimizer"].map((name) => values(comparison, name));
      const expected = rate.filter((value, row) => value >= 0.01 && ["adam", "sgd"].includes(optimizer[row])).length;
      const count = world().page.getByTestId("selection-count");
      await until(async () => Number(await count.getAttribute("data-selected")) === expected);
    });

    it("the scatter plot draws runs at their values, and those without one in the margin", async () => {
      const comparison = await open("thousand");
      const pinned = tellingRuns(comparison);
      await open("thousand", { tab: "scatter", x: "learning_rate", y: "rmse", pin: pinned.join(",") });
      const { page } = world();
      const chart = page.getByTestId("scatter");
      await until(async () => (await readPinned(chart)).length === pinned.length);
      const axes = await readSides(chart);
      const drawn = await readPinned(chart);
      const wrong = drawn.flatMap((dot) =>
        misplaced(axes, comparison, comparison.numbers.indexOf(dot.run), ({ side }) => dot[side]),
      );
      assert.deepEqual(wrong, []);
    });

    for (const name of ["dozens", "thousand"]) {
      it(`${name}: the history's staircase has its corners at the best runs so far`, async () => {
        const comparison = await open(name);
        const pinned = tellingRuns(comparison);
        await open(name, { pin: pinned.join(",") });
        const { page } = world();
        await page.getByRole("tab", { name: "History" }).click();
        const chart = page.getByTestId("history");
        const stairs = chart.locator("path[data-stairs]");
        await stairs.waitFor();
        assert.equal(new URL(page.url()).searchParams.get("tab"), "history");
        const [x, y] = await readSides(chart);
        const near = (axis, value, drawn) => {
          const { at, reach } = placeOn(axis, value);
          return Math.abs(drawn - at) <= reach;
        };
        const corners = await readStairs(stairs);
        const expected = stairsOf(comparison);
        assert.equal(corners.length, expected.length);
        assert.ok(expected.length > 6, "the best was found in several steps");
        const wrong = expected.filter(([number, value], place) => {
          const corner = corners[place];
          return !near(x, number, corner.x) || !near(y, value, corner.y);
        });
        assert.deepEqual(wrong, []);
        const marked = await readPinned(chart);
        assert.equal(marked.length, pinned.length);
        const rmse = values(comparison, "rmse");
        const misplacedRuns = marked.filter(
          (dot) => !near(x, dot.run, dot.x) || !near(y, rmse[comparison.numbers.indexOf(dot.run)], dot.y),
        );
        assert.deepEqual(misplacedRuns, []);
      });
    }

    it("learning curves show the best runs over the median of all", async () => {
      await open("thousand", { tab: "curves" });
      const chart = world().page.getByTestId("curves");
      await chart.locator('path[data-kind="median"]').waitFor();
      assert.equal(await chart.locator("path[data-state]").count(), 20);
      assert.equal(await chart.locator('path[data-kind="best"]').count(), 1);
    });

    it("the difference of two pinned runs names what differs", async () => {
      const comparison = await open("dozens");
      const [a, b] = tellingRuns(comparison);
      await open("dozens", { tab: "diff", pin: `${a},${b}` });
      const table = world().page.getByTestId("diff").getByRole("table");
      await table.waitFor();
      const rows = [a, b].map((number) => comparison.numbers.indexOf(number));
      for (const { name, role, values: column } of comparison.dimensions) {
        const differs = column[rows[0]] !== column[rows[1]];
        if (role !== "parameter") continue;
        assert.equal(await table.locator(`[data-setting="${name}"]`).count(), differs ? 1 : 0, name);
      }
    });
  });
}
