/** Red, green, blue and alpha of each pixel, row by row, 8 bits each. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Width and height in which neither is more than `longest`, with the same proportions; never larger than it is. */
export function sizeWithin(width: number, height: number, longest: number): [number, number] {
  const share = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}

/** Makes a picture smaller: each pixel is the mean of those that it stands for, as far as they are opaque; of classes, the middle one. */
export function shrink(picture: Picture, width: number, height: number, how: 'average' | 'nearest'): Picture {
  if (width === picture.width && height === picture.height) return picture;
  const pixels = new Uint8Array(width * height * 4);
  const take = how === 'average' ? average : nearest;
  for (let row = 0; row < height; row += 1) {
    const rows = span(row, height, picture.height);
    for (let column = 0; column < width; column += 1) {
      take(picture, span(column, width, picture.width), rows, pixels, 4 * (row * width + column));
    }
  }
  return { width, height, pixels };
}

type Span = readonly [from: number, to: number];

/** The source pixels of a pixel along one axis: at least one, and none twice. */
function span(place: number, size: number, from: number): Span {
  const first = Math.floor((place * from) / size);
  return [first, Math.max(first + 1, Math.floor(((place + 1) * from) / size))];
}

function average(
  { width, pixels }: Picture,
  [left, right]: Span,
  [top, bottom]: Span,
  into: Uint8Array,
  at: number,
): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let row = top; row < bottom; row += 1) {
    for (let source = 4 * (row * width + left); source < 4 * (row * width + right); source += 4) {
      const opacity = pixels[source + 3] as number;
      red += (pixels[source] as number) * opacity;
      green += (pixels[source + 1] as number) * opacity;
      blue += (pixels[source + 2] as number) * opacity;
      alpha += opacity;
    }
  }
  if (alpha === 0) return;
  into[at] = Math.round(red / alpha);
  into[at + 1] = Math.round(green / alpha);
  into[at + 2] = Math.round(blue / alpha);
  into[at + 3] = Math.round(alpha / ((right - left) * (bottom - top)));
}

function nearest({ width, pixels }: Picture, columns: Span, rows: Span, into: Uint8Array, at: number): void {
  const middle = ([from, to]: Span) => Math.floor((from + to) / 2);
  const source = 4 * (middle(rows) * width + middle(columns));
  into.set(pixels.subarray(source, source + 4), at);
}
