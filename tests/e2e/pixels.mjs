// What a person would see: colours read from a screenshot.
import { PNG } from "pngjs";

/** Take a screenshot and return a reader of its pixels, in CSS px of the viewport. */
export async function photograph(page) {
  const image = PNG.sync.read(await page.screenshot({ scale: "css", animations: "disabled" }));
  return {
    image,
    colourAt(x, y) {
      const offset = (Math.round(y) * image.width + Math.round(x)) * 4;
      return [...image.data.subarray(offset, offset + 3)];
    },
  };
}

export const distance = (one, other) => Math.hypot(...one.map((value, index) => value - other[index]));

/** Rows of the column at `x` between two heights whose colour is far from the background. */
export function inkRows(photo, x, top, bottom, background, threshold = 24) {
  const rows = [];
  for (let y = Math.ceil(top); y <= bottom; y += 1) {
    if (distance(photo.colourAt(x, y), background) > threshold) rows.push(y);
  }
  return rows;
}
