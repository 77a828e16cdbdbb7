/** GDAL draws forty marks between 0 and 100; every fourth is a number, the others are dots. */
const MARK = /100|[1-9]0|0|\./g;
const PERCENT_PER_DOT = 2.5;

/**
 * Reads the progress that GDAL's programs print, `0...10...20`, piece by piece.
 * @returns a function that takes the next piece of output and says the percentage it has come to, or undefined if the
 *   piece had none
 */
export function progressReader(): (piece: string) => number | undefined {
  let percent: number | undefined;
  let line = '';
  return (piece) => {
    line += piece;
    const lines = line.split('\n');
    line = lines.at(-1) ?? '';
    const drawn = lines.findLast((text) => /^0(\.|$)/.test(text));
    if (drawn === undefined) return undefined;
    const come = percentDrawn(drawn);
    if (come === percent) return undefined;
    percent = come;
    return come;
  };
}

function percentDrawn(line: string): number {
  const marks = line.match(MARK) ?? [];
  const lastNumber = marks.findLastIndex((mark) => mark !== '.');
  const dots = marks.length - 1 - lastNumber;
  return Math.min(100, Number(marks[lastNumber] ?? 0) + dots * PERCENT_PER_DOT);
}
