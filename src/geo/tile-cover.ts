import type { PixelWindow } from './pixels/pixel-windows.ts';

/** Whether windows cover a raster: every pixel lies in one of them, and in no other. */
export function coversOnce(windows: readonly PixelWindow[], width: number, height: number): boolean {
  const inside = windows.every((each) => each.column + each.width <= width && each.row + each.height <= height);
  const area = windows.reduce((sum, each) => sum + each.width * each.height, 0);
  return inside && area === width * height && !anyOverlap(windows);
}

function overlapping(one: PixelWindow): (other: PixelWindow) => boolean {
  return (other) =>
    one.column < other.column + other.width &&
    other.column < one.column + one.width &&
    one.row < other.row + other.height &&
    other.row < one.row + one.height;
}

/** Whether some pixel of a raster lies in none of the windows, which may overlap. */
export function leavesGaps(windows: readonly PixelWindow[], width: number, height: number): boolean {
  return coveredPixels(windows, width, height) < width * height;
}

/** How many pixels of a raster lie in a window, or in several. */
export function coveredPixels(windows: readonly PixelWindow[], width: number, height: number): number {
  const edges = (from: (window: PixelWindow) => number, to: (window: PixelWindow) => number, end: number) =>
    [...new Set([0, end, ...windows.flatMap((window) => [from(window), to(window)])])].sort((a, b) => a - b);
  const columns = edges(
    ({ column }) => column,
    ({ column, width }) => column + width,
    width,
  );
  const rows = edges(
    ({ row }) => row,
    ({ row, height }) => row + height,
    height,
  );
  const isCovered = (column: number, row: number) =>
    windows.some(
      (each) =>
        each.column <= column && column < each.column + each.width && each.row <= row && row < each.row + each.height,
    );
  // Between two neighbouring edges all pixels are in the same windows.
  const spans = (at: readonly number[]) =>
    at.slice(0, -1).map((from, index) => [from, at[index + 1] as number] as const);
  const inRow = (row: number) =>
    spans(columns).reduce((sum, [from, to]) => sum + (isCovered(from, row) ? to - from : 0), 0);
  return spans(rows).reduce((sum, [from, to]) => sum + (to - from) * inRow(from), 0);
}

export function anyOverlap(windows: readonly PixelWindow[]): boolean {
  return windows.some((one, at) => windows.slice(at + 1).some(overlapping(one)));
}

/** The part of a window that lies in another, in pixels of the same raster. */
export function commonPart(one: PixelWindow, other: PixelWindow): PixelWindow | undefined {
  if (!overlapping(one)(other)) return undefined;
  const [column, row] = [Math.max(one.column, other.column), Math.max(one.row, other.row)];
  const right = Math.min(one.column + one.width, other.column + other.width);
  const bottom = Math.min(one.row + one.height, other.row + other.height);
  return { column, row, width: right - column, height: bottom - row };
}
