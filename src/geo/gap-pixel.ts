import type { HeaderBand } from './gdalinfo.ts';

export interface GapPixel {
  /** Of each band, one after the other. */
  bytes: Uint8Array;
  /** Of a raster of one pixel that reads them. */
  vrt: string;
}

/**
 * A pixel of nodata to lie beneath the files of a mosaic, where its pixels have 64 bits: GDAL 3.6 fills with 0 what no source of such a
 * virtual raster covers, whatever its nodata value is.
 * @param name of the file with its bytes
 * @returns undefined where GDAL fills as it should
 */
export function gapPixel(bands: readonly HeaderBand[], name: string): GapPixel | undefined {
  if (!bands.some(({ type, nodata }) => (type === 'Int64' || type === 'UInt64') && nodata !== null)) return undefined;
  const values = bands.map(({ nodata }) => (isWhole(nodata) ? BigInt(nodata) : 0n));
  const lines = bands.map(
    ({ type, index }, at) =>
      `  <VRTRasterBand dataType="${type}" band="${index}" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">${name}</SourceFilename><ImageOffset>${8 * at}</ImageOffset><ByteOrder>LSB</ByteOrder></VRTRasterBand>`,
  );
  const vrt = ['<VRTDataset rasterXSize="1" rasterYSize="1">', ...lines, '</VRTDataset>', ''].join('\n');
  return { bytes: new Uint8Array(BigInt64Array.from(values, (value) => BigInt.asIntN(64, value)).buffer), vrt };
}

const isWhole = (nodata: HeaderBand['nodata']): nodata is number | `${bigint}` =>
  nodata !== null && Number.isInteger(Number(nodata));
