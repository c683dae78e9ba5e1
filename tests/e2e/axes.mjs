// Where the comparison says its axes are, and where a value has to be drawn on them.

/** Every drawn axis: name, scale, domain and pixel positions in the viewport. */
export function readAxes(page) {
  return page.getByTestId("parcoords-overlay").evaluate((overlay) => {
    const box = overlay.getBoundingClientRect();
    return [...overlay.querySelectorAll("[data-axis]")].map((axis) => ({
      name: axis.dataset.axis,
      scale: axis.dataset.scale,
      domain: JSON.parse(axis.dataset.domain),
      x: box.left + Number(axis.dataset.x),
      y0: box.top + Number(axis.dataset.from),
      y1: box.top + Number(axis.dataset.to),
      none: axis.dataset.none === undefined ? undefined : box.top + Number(axis.dataset.none),
      past: axis.dataset.past?.split(" ").map((y) => box.top + Number(y)),
    }));
  });
}

/** The height at which a value belongs, worked out from the axis' ends alone. */
export function heightOf(axis, value) {
  const [low, high] = axis.domain;
  const place = axis.scale === "log" ? Math.log : Number;
  const share = high === low ? 0.5 : (place(value) - place(low)) / (place(high) - place(low));
  return axis.y0 + share * (axis.y1 - axis.y0);
}

/** Where a value belongs and how far from there it may be drawn: categories spread their runs a little. */
export function placeOn(axis, value) {
  if (value === null) return { at: axis.none, reach: 1.5 };
  const step = (axis.y1 - axis.y0) / Math.max(1, axis.domain.length - 1);
  if (axis.scale === "category") {
    const place = axis.domain.indexOf(String(value));
    return { at: place < 0 ? Number.NaN : axis.y0 + place * step, reach: 0.2 * Math.abs(step) + 2 };
  }
  const [low, high] = axis.domain;
  if (value >= low && value <= high) return { at: heightOf(axis, value), reach: 1.5 };
  const [first, last] = axis.past ?? [Number.NaN, Number.NaN];
  return { at: (first + last) / 2, reach: Math.abs(last - first) / 2 + 1.5 };
}

/** The two axes of a chart, in px from its own corner. */
export function readSides(chart) {
  return chart.locator("[data-side]").evaluateAll((found) =>
    found.map(({ dataset }) => ({
      name: dataset.axis,
      side: dataset.side,
      scale: dataset.scale,
      domain: JSON.parse(dataset.domain),
      y0: Number(dataset.from),
      y1: Number(dataset.to),
      none: dataset.none === undefined ? undefined : Number(dataset.none),
      past: dataset.past?.split(" ").map(Number),
    })),
  );
}

/** The pinned runs that a chart with two axes marks, in px from its own corner. */
export function readPinned(chart) {
  return chart.locator('circle[data-kind="pinned"]').evaluateAll((found) =>
    found.map((dot) => ({
      run: Number(dot.dataset.run),
      x: Number(dot.getAttribute("cx")),
      y: Number(dot.getAttribute("cy")),
    })),
  );
}

/** The corners of a path that goes only across, up and down, in px from its chart's corner. */
export async function readStairs(path) {
  const corners = [];
  for (const [, command, x, y] of (await path.getAttribute("d")).matchAll(/([MHV])([\d.]+)(?: ([\d.]+))?/g)) {
    const { x: beforeX, y: beforeY } = corners.at(-1) ?? {};
    if (command === "M") corners.push({ x: Number(x), y: Number(y) });
    else if (command === "H") corners.push({ x: Number(x), y: beforeY });
    else corners.push({ x: beforeX, y: Number(x) });
  }
  return corners;
}

/** The corners of a highlighted run's line, in the viewport. */
export async function readLine(page, kind) {
  const [line] = await readLines(page, kind);
  return line;
}

/** The same of every run highlighted so. */
export function readLines(page, kind) {
  return page.getByTestId("parcoords-overlay").evaluate((overlay, wanted) => {
    const box = overlay.getBoundingClientRect();
    return [...overlay.querySelectorAll(`path[data-kind="${wanted}"]`)].map((path) => {
      const numbers = path.getAttribute("d").match(/-?\d+(\.\d+)?/g).map(Number);
      const corners = [];
      for (let index = 0; index < numbers.length; index += 2) {
        corners.push({ x: box.left + numbers[index], y: box.top + numbers[index + 1] });
      }
      return { run: Number(path.dataset.run), corners };
    });
  }, kind);
}
