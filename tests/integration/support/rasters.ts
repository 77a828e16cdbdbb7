import { execFile } from 'node:child_process';
import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs one of GDAL's programs as its package has it: rasters for tests may be of any kind. */
export async function gdal(program: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GDAL_PAM_ENABLED: 'NO' };
  return (await execute(program, args, { env, maxBuffer: 64 * 1024 ** 2 })).stdout;
}

const PLACE = ['-a_srs', 'EPSG:32631', '-a_ullr', '500000', '5000000', '503000', '4998000'];

/** Square, of one band in which every pixel has the same value; pixels of 10 m in Europe's equal-area grid. */
export async function makeConstant(path: string, side: number, value: string, ...more: string[]): Promise<string> {
  return create(path, side, '-burn', value, ...more);
}

/** Square, of one band of bytes of which none is written: some kilobytes of file, however many pixels. */
export async function makeSparse(path: string, side: number, block = 8192): Promise<string> {
  const blocks = ['TILED=YES', `BLOCKXSIZE=${block}`, `BLOCKYSIZE=${block}`, 'SPARSE_OK=TRUE'];
  return create(path, side, ...blocks.flatMap((option) => ['-co', option]));
}

async function create(path: string, side: number, ...more: string[]): Promise<string> {
  const corner = ['-a_ullr', '4000000', '3000000', String(4_000_000 + 10 * side), String(3_000_000 - 10 * side)];
  await gdal(
    'gdal_create',
    '-q',
    '-outsize',
    String(side),
    String(side),
    '-a_srs',
    'EPSG:3035',
    ...corner,
    ...more,
    path,
  );
  return path;
}

/** 300 × 200 pixels of three 16-bit bands in UTM 31, tiled and compressed. */
export async function makeRaster(path: string, ...more: string[]): Promise<string> {
  const shape = ['-outsize', '300', '200', '-bands', '3', '-ot', 'UInt16', '-burn', '10', '-burn', '20', '-burn', '30'];
  const stored = ['-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE'];
  await gdal('gdal_create', '-q', '-of', 'GTiff', ...shape, ...PLACE, ...stored, ...more, path);
  return path;
}

/** A raster of one band with pixels that differ: a ramp made of raw numbers, so no tool has had a hand in them. */
export async function makeRamp(path: string, width: number, height: number, ...more: string[]): Promise<string> {
  const raw = `${path}.raw`;
  const pixels = Uint16Array.from({ length: width * height }, (_, index) => (index * 7919) % 65_521);
  await writeFile(raw, new Uint8Array(pixels.buffer));
  await writeFile(`${raw}.vrt`, rawVrt(raw, width, height));
  await gdal('gdal_translate', '-q', '-of', 'GTiff', ...PLACE, ...more, `${raw}.vrt`, path);
  return path;
}

/** 1,555 × 1,444 pixels of 20 m across the antimeridian, tiled, without data (0) in the lower right half. */
export async function makeWedge(path: string): Promise<string> {
  const [width, height] = [1555, 1444];
  const raw = `${path}.raw`;
  const value = (at: number) => ((at % width) / width + Math.floor(at / width) / height < 1 ? 1 + (at % 60_000) : 0);
  const pixels = Uint16Array.from({ length: width * height }, (_, at) => value(at));
  await writeFile(raw, new Uint8Array(pixels.buffer));
  await writeFile(`${raw}.vrt`, rawVrt(raw, width, height));
  const corners = [800_000, 2_000_000, 800_000 + 20 * width, 2_000_000 - 20 * height].map(String);
  const place = ['-a_srs', 'EPSG:32660', '-a_ullr', ...corners, '-a_nodata', '0'];
  await gdal('gdal_translate', '-q', '-of', 'GTiff', ...place, '-co', 'TILED=YES', `${raw}.vrt`, path);
  return path;
}

export type Numbers = Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array;

const TYPES: Readonly<Record<string, string>> = {
  Int32Array: 'Int32',
  Uint32Array: 'UInt32',
  Float32Array: 'Float32',
  Float64Array: 'Float64',
  BigInt64Array: 'Int64',
  BigUint64Array: 'UInt64',
};

/** One band of the numbers that are given, in rows of a width, in pixels of 10 m; its left edge is that of a column of a grid that such rasters share. */
export async function makeNumbers(
  path: string,
  { pixels, width, column = 0 }: { pixels: Numbers; width: number; column?: number },
  ...more: string[]
): Promise<string> {
  const [raw, height] = [`${path}.raw`, pixels.length / width];
  const type = TYPES[pixels.constructor.name];
  await writeFile(raw, new Uint8Array(pixels.buffer as ArrayBuffer));
  await writeFile(`${raw}.vrt`, rawVrt(raw, width, height, type));
  const [left, right] = [500_000 + column * 10, 500_000 + (column + width) * 10];
  const corners = [left, 5_000_000, right, 5_000_000 - height * 10].map(String);
  await gdal('gdal_translate', '-q', '-a_srs', 'EPSG:32631', '-a_ullr', ...corners, ...more, `${raw}.vrt`, path);
  return path;
}

/** One band of raw numbers in a file. */
export function rawVrt(raw: string, width: number, height: number, type = 'UInt16'): string {
  return `<VRTDataset rasterXSize="${width}" rasterYSize="${height}"><VRTRasterBand dataType="${type}" band="1" subClass="VRTRawRasterBand"><SourceFilename>${raw}</SourceFilename><ByteOrder>LSB</ByteOrder></VRTRasterBand></VRTDataset>`;
}

export async function cutTo(path: string, bytes: number): Promise<void> {
  await truncate(path, bytes);
}

export async function sizeOf(path: string): Promise<number> {
  return (await readFile(path)).length;
}

/** Overwrites bytes in the middle: what bit rot does. */
export async function damage(path: string, at: number, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  await file.close();
}

/** Rewrites a raster by way of the text of its VRT: for what no option of GDAL's programs can make. */
export async function remake(
  from: string,
  to: string,
  edit: (vrt: string) => string,
  ...options: string[]
): Promise<void> {
  const vrt = `${from}.vrt`;
  await gdal('gdal_translate', '-q', '-of', 'VRT', from, vrt);
  await writeFile(vrt, edit(await readFile(vrt, 'utf8')));
  await gdal('gdal_translate', '-q', ...options, vrt, to);
}

export const withoutCrs = (vrt: string): string => vrt.replace(/<SRS[\s\S]*?<\/SRS>/, '');

export const rotated = (vrt: string): string =>
  vrt.replace(/<GeoTransform>.*<\/GeoTransform>/, '<GeoTransform>500000,8,6,5000000,6,-8</GeoTransform>');
