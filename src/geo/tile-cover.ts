import type { PixelWindow } from './pixels/pixel-windows.ts';

/** Whether windows cover a raster: every pixel lies in one of them, and in no other. */
export function coversOnce(windows: readonly PixelWindow[], width: number, height: number): boolean {
  const inside = windows.every((each) => each.column + each.width <= width && each.row + each.height <= height);
  const area = windows.reduce((sum, each) => sum + each.width * each.height, 0);
  return inside && area === width * height && !windows.some((one, at) => windows.slice(at + 1).some(overlapping(one)));
}

function overlapping(one: PixelWindow): (other: PixelWindow) => boolean {
  return (other) =>
    one.column < other.column + other.width &&
    other.column < one.column + one.width &&
    one.row < other.row + other.height &&
    other.row < one.row + one.height;
}
