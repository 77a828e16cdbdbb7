import type { Mask } from './mask.ts';

/** Columns and rows: the first, and the one after the last. */
export interface Window {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Regions of cells of one kind that share sides, counted from 1. */
export interface Regions {
  /** Of each cell; 0 where it is of the other kind. */
  label: Int32Array;
  /** Cells of each region; the first is of none. */
  sizes: number[];
  /** Whether it reaches the rim of the window. */
  atRim: boolean[];
}

export function regionsOf(mask: Mask, kind: 0 | 1, window: Window = wholeOf(mask)): Regions {
  const found: Regions = { label: new Int32Array(mask.cells.length), sizes: [0], atRim: [false] };
  for (let start = 0; start < mask.cells.length; start += 1) {
    if (mask.cells[start] === kind && found.label[start] === 0) flood(mask, start, window, found);
  }
  return found;
}

function flood({ width, height, cells }: Mask, start: number, window: Window, { label, sizes, atRim }: Regions): void {
  const [kind, region] = [cells[start], sizes.length];
  const open: number[] = [];
  const visit = (cell: number) => {
    if (cells[cell] !== kind || label[cell] !== 0) return;
    label[cell] = region;
    open.push(cell);
  };
  sizes.push(0);
  atRim.push(false);
  visit(start);
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const [column, row] = [cell % width, Math.floor(cell / width)];
    sizes[region] = (sizes[region] as number) + 1;
    if (isAtRim(column, row, window)) atRim[region] = true;
    if (column > 0) visit(cell - 1);
    if (column < width - 1) visit(cell + 1);
    if (row > 0) visit(cell - width);
    if (row < height - 1) visit(cell + width);
  }
}

const isAtRim = (column: number, row: number, { left, top, right, bottom }: Window): boolean =>
  column === left || row === top || column === right - 1 || row === bottom - 1;

const wholeOf = ({ width, height }: Mask): Window => ({ left: 0, top: 0, right: width, bottom: height });

/** The box around the cells that hold data. */
export function dataWindow({ width, height, cells }: Mask): Window {
  const window = { left: width, top: height, right: 0, bottom: 0 };
  for (let cell = cells.indexOf(1); cell >= 0; cell = cells.indexOf(1, cell + 1)) {
    const [column, row] = [cell % width, Math.floor(cell / width)];
    if (column < window.left) window.left = column;
    if (column >= window.right) window.right = column + 1;
    if (row < window.top) window.top = row;
    window.bottom = row + 1;
  }
  return window;
}
