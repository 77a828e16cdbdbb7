import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gdal } from '../../gdal/gdal.ts';
import { gapPixel } from '../../geo/gap-pixel.ts';
import type { RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { type MosaicPart, mosaicVrt } from '../../geo/mosaic-vrt.ts';
import type { PixelWindow } from '../../geo/pixels/pixel-windows.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { anyOverlap, commonPart, leavesGaps } from '../../geo/tile-cover.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { requireSpace } from '../raster_cog/scratch-space.ts';
import type { FileMosaic } from '../schemas/file-mosaic.ts';
import { flattenVrt } from './flatten-vrt.ts';
import { asFile, requireAlike } from './mosaic-header.ts';
import { readSafeHeader } from './read-safe-header.ts';
import { readWindow } from './read-window.ts';
import { requireUnchanged } from './require-unchanged.ts';
import { sideBySide } from './side-by-side.ts';

interface Stage {
  store: BlobStore;
  gdal: Gdal;
  limits: RasterLimits;
  signal: AbortSignal;
  scratch: string;
}

export interface WindowOfFiles {
  mosaic: FileMosaic;
  /** Of the window, as it is to be. */
  header: RasterHeader;
  window: PixelWindow;
  /** False where a CRS was declared for all of them. */
  compareCrs: boolean;
  /** Where it is put. */
  path: string;
  onProgress?: (percent: number) => void;
}

type File = FileMosaic['files'][number];

interface Piece {
  file: File;
  /** In pixels of all files together. */
  common: PixelWindow;
}

const MEGABYTE = 1024 ** 2;
const GAP = { bytes: 'gap.raw', vrt: 'gap.vrt' } as const;

/**
 * A window of files that are read as one raster, as a plain TIFF: of each file what lies in the window is read by ranges, and no other pixel.
 * @throws FaultError `files_disagree`, `source_changed`, `raster_unreadable`, `conversion_failed`
 */
export async function stageFiles(stage: Stage, wanted: WindowOfFiles): Promise<void> {
  const { mosaic, window, header } = wanted;
  const pieces = mosaic.files.flatMap((file): Piece[] => {
    const common = commonPart(window, file.window);
    return common ? [{ file, common }] : [];
  });
  const bytes = pieces.reduce((sum, { common }) => sum + pixelBytes({ ...header, ...common }), 0);
  await requireSpace(stage.scratch, 1.1 * (bytes + pixelBytes(header)) + 64 * MEGABYTE);
  const parts = await sideBySide(
    pieces,
    { signal: stage.signal, onProgress: wanted.onProgress },
    (piece, index, signal) => readPiece({ ...stage, signal }, wanted, piece, `part-${index}.tif`),
  );
  await layTogether(stage, wanted, parts);
  for (const { name } of parts) await rm(join(stage.scratch, name));
}

async function readPiece(
  stage: Stage,
  { mosaic, header, window, compareCrs }: WindowOfFiles,
  { file, common }: Piece,
  name: string,
): Promise<MosaicPart> {
  await requireUnchanged(stage.store, file, stage.signal);
  const own = await readSafeHeader(stage, file);
  requireAlike(asFile(header, mosaic), [{ blob: file, header: own }], { crs: compareCrs });
  const path = join(stage.scratch, name);
  const within = { ...common, column: common.column - file.window.column, row: common.row - file.window.row };
  await readWindow(stage, { blob: file, header: own, window: within, path });
  await requireUnchanged(stage.store, file, stage.signal);
  return { name, window: { ...common, column: common.column - window.column, row: common.row - window.row } };
}

/** @returns its name; undefined where none is needed */
async function writeGapPixel(scratch: string, { bands }: RasterHeader): Promise<string | undefined> {
  const pixel = gapPixel(bands, GAP.bytes);
  if (!pixel) return undefined;
  await writeFile(join(scratch, GAP.bytes), pixel.bytes, { mode: 0o600 });
  await writeFile(join(scratch, GAP.vrt), pixel.vrt, { mode: 0o600 });
  return GAP.vrt;
}

async function layTogether(
  stage: Stage,
  { mosaic, header, path }: WindowOfFiles,
  parts: readonly MosaicPart[],
): Promise<void> {
  const { scratch } = stage;
  const vrt = join(scratch, 'parts.vrt');
  const windows = parts.map((part) => part.window);
  // The mask is of the gaps alone: every pixel of a file holds data, and GDAL would round those that it looks through.
  const overlapping = !mosaic.gaps && anyOverlap(windows);
  const hasGaps = leavesGaps(windows, header.width, header.height);
  const beneath = hasGaps ? await writeGapPixel(scratch, header) : undefined;
  const described = { ...header, crs: header.crs?.wkt2 ?? null, geotransform: header.geotransform as Geotransform };
  await writeFile(vrt, mosaicVrt({ ...described, parts, overlapping, beneath }), { mode: 0o600 });
  const message = 'GDAL could not put the files together.';
  await flattenVrt(stage, { vrt, path, header, message });
  for (const path of [vrt, join(scratch, GAP.bytes), join(scratch, GAP.vrt)]) await rm(path, { force: true });
}
