/** Finds the line and the column of an offset, in files that may have very many lines. */
export class LineIndex {
  private readonly starts: readonly number[];

  constructor(source: string) {
    this.starts = lineStartsOf(source);
  }

  /** Both from 1; the column in UTF-16 units. */
  placeOf(offset: number): { line: number; column: number } {
    const line = this.lineAt(offset);
    return { line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }

  /** The index of the line that an offset is on: by halving. */
  private lineAt(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A line ends with LF, CR LF, or as on old machines with CR alone. */
function lineStartsOf(source: string): number[] {
  const starts = [0];
  for (const { 0: end, index } of source.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return starts;
}
