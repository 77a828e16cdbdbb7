import { disagreements, type MosaicFile } from '../../geo/file-mosaic.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobRef } from '../../storage/blob-store.ts';
import type { FileMosaic } from '../schemas/file-mosaic.ts';

const MOST_NAMED = 20;

/**
 * The header of files that are read as one raster, as that of a file would be. What each of them says of itself alone, such as when it was
 * made, is none of its.
 * @param first header of one of them
 */
export function mosaicHeader(first: RasterHeader, mosaic: Omit<FileMosaic, 'files'>): RasterHeader {
  const { width, height, geotransform, gaps } = mosaic;
  const { AREA_OR_POINT } = first.tags;
  const bands = first.bands.map((band) => ({
    ...band,
    ...{ tags: {}, overviews: [], statistics: null, checksum: null },
    hasMask: band.hasMask || gaps,
  }));
  const own = { gcps: 0, rpcs: false, otherImages: 0 };
  return { ...first, ...own, width, height, geotransform, bands, tags: AREA_OR_POINT ? { AREA_OR_POINT } : {} };
}

/** Of a mosaic, whose pixels may be as many times more as those of a raster. */
export function storedBytes({ files }: FileMosaic): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** The other way round: what the header of each file says. */
export function asFile(header: RasterHeader, { gaps }: Pick<FileMosaic, 'gaps'>): RasterHeader {
  return gaps ? { ...header, bands: header.bands.map((band) => ({ ...band, hasMask: false })) } : header;
}

/** @throws FaultError `files_disagree`, with all that is wrong of each file */
export function requireAlike(
  first: MosaicFile,
  others: readonly { blob: BlobRef; header: MosaicFile }[],
  compare: { crs: boolean },
): void {
  const wrong = others.flatMap(({ blob, header }) =>
    disagreements(header, first, compare).map((difference) => ({ file: blobLabel(blob), difference })),
  );
  if (wrong.length === 0) return;
  const told = wrong.slice(0, MOST_NAMED);
  const rest = wrong.length > told.length ? ` And ${wrong.length - told.length} more.` : '';
  const sentences = told.map(({ file, difference }) => `${file} ${difference}.`).join(' ');
  const message = `The files do not make one raster: nothing is resampled or converted here, so that all must be alike. ${sentences}${rest}`;
  throw new FaultError({ code: 'files_disagree', message, detail: { differences: told } });
}
