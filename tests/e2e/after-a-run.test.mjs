// What comes after a run: where it is wrong, its model, and what that says of new data.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { errorsTests } from "./errors.mjs";
import { modelsTests } from "./models.mjs";
import { ROOT, startStack } from "./stack.mjs";

const PLUGINS = join(ROOT, "services", "worker", "tests", "plugins");
const CSRF = { "X-AzuraForge-CSRF": "1" };

describe("after a run", () => {
  let stack, browser, context, page;

  const api = async (path, body) => {
    const url = `${stack.origin}/api/v1${path}`;
    const answer = await (body === undefined
      ? context.request.get(url)
      : context.request.post(url, { data: body, headers: CSRF }));
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
    return answer.json();
  };

  before(async () => {
    // A pipeline whose predictions take their time, and one slot that nothing may keep.
    stack = await startStack({ AZURAFORGE_WORKER_SLOTS: "1", PYTHONPATH: PLUGINS });
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    page = await openPage(context, stack.origin);
    page.setDefaultTimeout(20_000);
    await page.goto(stack.address);
    await page.getByRole("heading", { name: "Home" }).waitFor();
  });
  after(async () => {
    await browser?.close();
    await stack?.stop();
  });

  const world = () => ({ stack, page, api });
  errorsTests(world);
  modelsTests(world);

  it("met no error, no blocked script and no other host on the way", () => {
    // The answer that a run's errors were not kept is one the browser reports by itself.
    assert.deepEqual(
      page.problems.filter((problem) => !problem.includes("409")),
      [],
    );
  });
});
