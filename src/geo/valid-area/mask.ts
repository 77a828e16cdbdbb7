/** Which pixels hold data: 1, or 0 where none; row by row. */
export interface Mask {
  width: number;
  height: number;
  cells: Uint8Array;
}

interface Region {
  size: number;
  /** Whether it reaches the edge of the raster. */
  atEdge: boolean;
  cells: Int32Array;
}

/** Islands and holes that are kept at most, the largest ones. */
const MOST_REGIONS = 100;
/** Of all valid pixels; what is smaller is noise, and no part of an outline. */
const LEAST_SHARE = 1 / 5000;

/**
 * A mask whose outline can be traced: without specks and pinholes, and without pixels that touch by a corner only. Changes it in its place.
 */
export function smoothMask(mask: Mask): Mask {
  const least = Math.max(2, mask.cells.reduce((sum, cell) => sum + cell, 0) * LEAST_SHARE);
  const islands = regionsOf(mask, 1).sort((a, b) => b.size - a.size);
  islands.forEach(({ size, cells }, rank) => {
    if (rank > 0 && (rank >= MOST_REGIONS || size < least)) fill(mask, cells, 0);
  });
  const holes = regionsOf(mask, 0).filter(({ atEdge }) => !atEdge);
  holes.sort((a, b) => b.size - a.size);
  holes.forEach(({ size, cells }, rank) => {
    if (rank >= MOST_REGIONS || size < least) fill(mask, cells, 1);
  });
  fillCorners(mask);
  return mask;
}

/** Regions of cells of one kind that share sides. */
function regionsOf(mask: Mask, kind: 0 | 1): Region[] {
  const seen = new Uint8Array(mask.cells.length);
  const regions: Region[] = [];
  for (let start = 0; start < seen.length; start += 1) {
    if (seen[start] === 0 && mask.cells[start] === kind) regions.push(flood(mask, kind, start, seen));
  }
  return regions;
}

function flood({ width, height, cells }: Mask, kind: 0 | 1, start: number, seen: Uint8Array): Region {
  const found = [start];
  let atEdge = false;
  seen[start] = 1;
  const visit = (cell: number) => {
    if (seen[cell] !== 0 || cells[cell] !== kind) return;
    seen[cell] = 1;
    found.push(cell);
  };
  for (let next = 0; next < found.length; next += 1) {
    if (!visitNeighbours(found[next] as number, width, height, visit)) atEdge = true;
  }
  return { size: found.length, atEdge, cells: Int32Array.from(found) };
}

/** Calls for each cell that shares a side with one. @returns false where some are missing, at the edge of the raster */
export function visitNeighbours(cell: number, width: number, height: number, visit: (cell: number) => void): boolean {
  const [column, row] = [cell % width, Math.floor(cell / width)];
  if (column > 0) visit(cell - 1);
  if (column < width - 1) visit(cell + 1);
  if (row > 0) visit(cell - width);
  if (row < height - 1) visit(cell + width);
  return column > 0 && row > 0 && column < width - 1 && row < height - 1;
}

function fill({ cells }: Mask, where: Int32Array, kind: 0 | 1): void {
  for (const cell of where) cells[cell] = kind;
}

/** Two pixels that touch by a corner get a third between them, until there are none such: outlines must not touch themselves. */
function fillCorners({ width, height, cells }: Mask): void {
  for (let again = true; again; ) {
    again = false;
    for (let row = 0; row < height - 1; row += 1) {
      for (let column = 0; column < width - 1; column += 1) {
        const at = row * width + column;
        const [a, b, c, d] = [cells[at], cells[at + 1], cells[at + width], cells[at + width + 1]];
        if (a !== d || b !== c || a === b) continue;
        cells[a === 1 ? at + 1 : at] = 1;
        again = true;
      }
    }
  }
}
