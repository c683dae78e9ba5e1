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

/** The corners of a highlighted run's line, in the viewport. */
export function readLine(page, kind) {
  return page.getByTestId("parcoords-overlay").evaluate((overlay, wanted) => {
    const box = overlay.getBoundingClientRect();
    const path = overlay.querySelector(`path[data-kind="${wanted}"]`);
    const numbers = path.getAttribute("d").match(/-?\d+(\.\d+)?/g).map(Number);
    const corners = [];
    for (let index = 0; index < numbers.length; index += 2) {
      corners.push({ x: box.left + numbers[index], y: box.top + numbers[index + 1] });
    }
    return { run: Number(path.dataset.run), corners };
  }, kind);
}
