// Debian's Chromium, driven by playwright-core, with everything that goes wrong in a page collected.
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

export function launch(extra = []) {
  return chromium.launch({
    executablePath: process.env.AZURAFORGE_CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [...FLAGS, ...extra],
  });
}

/** A page whose console errors, exceptions, CSP violations and requests to other hosts end up in `page.problems`. */
export async function openPage(context, origin) {
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(origin).host) problems.push(`request to ${url}`);
  });
  return Object.assign(page, { problems });
}
