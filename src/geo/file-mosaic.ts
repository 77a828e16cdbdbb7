import { canonicalJson, type JsonValue } from '../plan/json.ts';
import { sameCrs } from './crs-difference.ts';
import type { HeaderBand, RasterHeader } from './gdalinfo.ts';
import type { PixelWindow } from './pixels/pixel-windows.ts';
import type { Geotransform, RasterFinding } from './raster.ts';
import { coveredPixels } from './tile-cover.ts';

/** What is looked at of a file that becomes a part of a mosaic. */
export type MosaicFile = Pick<RasterHeader, 'width' | 'height' | 'crs' | 'geotransform' | 'bands'>;

/** A grid that holds all files. */
export interface FileGrid {
  width: number;
  height: number;
  geotransform: Geotransform;
  /** Where each file lies, in the order of the files. */
  windows: PixelWindow[];
}

/** In pixels: how far a file's corner may be from the grid of the first, and its width from as many of its pixels: rounding. */
const GRID_TOLERANCE = 0.01;

/** What a file must have in common with the first, and what its sender can do where it has not. */
interface Trait {
  name: string;
  of: (band: HeaderBand) => JsonValue;
  advice: string;
}

const TRAITS: readonly Trait[] = [
  { name: 'pixel type', of: ({ type }) => type, advice: 'convert it (gdal_translate -ot)' },
  {
    name: 'number of bits',
    of: ({ bits }) => bits,
    advice: 'write it with as many (gdal_translate -co NBITS)',
  },
  {
    name: 'nodata value',
    of: ({ nodata }) => nodata,
    advice: 'write it with the same one (gdalwarp -dstnodata, which replaces the pixels too)',
  },
  { name: 'mask', of: ({ hasMask }) => hasMask, advice: 'give all files a mask, or none' },
  {
    name: 'colour interpretation',
    of: ({ colourInterpretation }) => colourInterpretation,
    advice: 'order the bands alike (gdal_translate -b, -colorinterp)',
  },
  { name: 'colour table', of: ({ palette }) => palette, advice: 'map it onto the same classes' },
  { name: 'scale', of: ({ scale }) => scale ?? 1, advice: 'write it with the same one (gdal_translate -a_scale)' },
  { name: 'offset', of: ({ offset }) => offset ?? 0, advice: 'write it with the same one (gdal_translate -a_offset)' },
  { name: 'unit', of: ({ unit }) => unit, advice: 'convert it, or correct what it says' },
  {
    name: 'description',
    of: ({ description }) => description,
    advice: 'order the bands alike, or correct what they say',
  },
];

/**
 * Why a file cannot be in one mosaic with the first; each is the rest of a sentence that begins with the file. Nothing is resampled or
 * converted, so that every pixel of the product is one of a file.
 * @param crs false where a CRS was declared for all of them
 */
export function disagreements(file: MosaicFile, first: MosaicFile, compare: { crs: boolean }): string[] {
  if (compare.crs && !sameCrs(first.crs, file.crs)) {
    const names = [file, first].map(({ crs }) => crs?.name ?? 'unknown');
    return [`is in ${names[0]}, and the first in ${names[1]}; warp it (gdalwarp -t_srs)`];
  }
  return [...gridDisagreements(file, first), ...bandDisagreements(file, first)];
}

function gridDisagreements(file: MosaicFile, first: MosaicFile): string[] {
  const [own, wanted] = [file.geotransform as Geotransform, first.geotransform as Geotransform];
  const longer = [(file.width * (own[1] - wanted[1])) / wanted[1], (file.height * (own[5] - wanted[5])) / wanted[5]];
  if (longer.some((pixels) => Math.abs(pixels) > GRID_TOLERANCE)) {
    const [size, other] = [own, wanted].map(([, dx, , , , dy]) => `${shown(dx)} × ${shown(-dy)}`);
    return [
      `has pixels of ${size}, and the first of ${other}; warp it onto the first one's grid (gdalwarp -tr … -tap)`,
    ];
  }
  const away = offsetOf(own, wanted).map((offset) => Math.abs(offset - Math.round(offset)));
  if (away.every((pixels) => pixels <= GRID_TOLERANCE)) return [];
  const [right, down] = away.map((pixels) => pixels.toFixed(3));
  return [
    `lies between the pixels of the first, ${right} of a pixel across and ${down} down; warp it onto the first one's grid (gdalwarp -te … -tr …)`,
  ];
}

function bandDisagreements(file: MosaicFile, first: MosaicFile): string[] {
  if (file.bands.length !== first.bands.length) {
    return [
      `has ${file.bands.length} bands, and the first ${first.bands.length}; choose the same ones (gdal_translate -b)`,
    ];
  }
  return file.bands.flatMap((band, at) => {
    const other = first.bands[at] as HeaderBand;
    const odd = TRAITS.filter(({ of }) => canonicalJson(of(band)) !== canonicalJson(of(other)));
    return odd.map(({ name, of, advice }) => {
      const [got, wanted] = [band, other].map((each) => described(of(each)));
      return `has another ${name} in band ${band.index}, ${got} and not ${wanted}; ${advice}`;
    });
  });
}

/** The grid around all files, of the pixels of the first, with which they agree. */
export function gridOf(files: readonly [MosaicFile, ...MosaicFile[]]): FileGrid {
  const first = files[0].geotransform as Geotransform;
  const placed = files.map(({ geotransform, width, height }) => {
    const [column, row] = offsetOf(geotransform as Geotransform, first).map(Math.round) as [number, number];
    return { column, row, width, height };
  });
  const least = (of: (window: PixelWindow) => number) =>
    placed.reduce((min, each) => Math.min(min, of(each)), Infinity);
  const [left, top] = [least(({ column }) => column), least(({ row }) => row)];
  const right = -least(({ column, width }) => -(column + width));
  const bottom = -least(({ row, height }) => -(row + height));
  const [x0, dx, , y0, , dy] = first;
  return {
    width: right - left,
    height: bottom - top,
    geotransform: [x0 + left * dx, dx, 0, y0 + top * dy, 0, dy],
    windows: placed.map((window) => ({ ...window, column: window.column - left, row: window.row - top })),
  };
}

const SIZE_CODES: ReadonlySet<string> = new Set(['raster_too_large', 'implausible_size']);
/** Of the grid that files fill which lie together. */
const MOSTLY = 0.5;

/** Of a mosaic the rest would be nothing but gaps. */
const LEAST_FILLED = 0.05;

/** What is wrong with the size of a grid is, where files fill little of it, where they lie; and where they fill next to nothing, whatever its size. */
export function farApart(
  findings: readonly RasterFinding[],
  { width, height, files }: { width: number; height: number; files: readonly { window: PixelWindow }[] },
): RasterFinding[] {
  const windows = files.map(({ window }) => window);
  const filled = coveredPixels(windows, width, height) / (width * height);
  const size = [width, height].map((side) => side.toLocaleString('en')).join(' × ');
  const percent = filled < 1e-4 ? 'less than 0.01' : Number((100 * filled).toPrecision(2));
  const told = (why: string) =>
    `The files lie far apart: the raster around them would have ${size} pixels, of which they fill ${percent} %, and ${why}. Make one mosaic of files that lie beside each other, and rasters of their own of the others; or correct the place of a file that lies where it should not.`;
  const isSize = ({ code }: RasterFinding) => SIZE_CODES.has(code);
  if (filled < LEAST_FILLED && !findings.some(isSize)) {
    const message = told(`at least ${100 * LEAST_FILLED} % are needed`);
    return [...findings, { code: 'implausible_size', message }];
  }
  return findings.map((finding) =>
    isSize(finding) && filled <= MOSTLY ? { ...finding, message: told('that is more than is taken') } : finding,
  );
}

/** Columns and rows from the upper left corner of one grid to that of another. */
function offsetOf([x0, , , y0]: Geotransform, [left, dx, , top, , dy]: Geotransform): [number, number] {
  return [(x0 - left) / dx, (y0 - top) / dy];
}

const shown = (number: number): string => String(Number(number.toPrecision(9)));

function described(value: JsonValue): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? 'one of its own' : String(value);
}
