import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gdal } from '../../gdal/gdal.ts';
import {
  bringsOverviews,
  type CogCommand,
  cogArguments,
  unchangedArguments,
  virtualArguments,
} from '../../geo/cog-options.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { pixelBytes, timeForPixels } from '../../geo/size.ts';
import { type OverviewFiles, withOverviews } from '../../geo/vrt-overviews.ts';
import { PLAIN_BLOCKS } from '../raster/read-window.ts';
import { requireSpace } from './scratch-space.ts';

const MEGABYTE = 1024 ** 2;

interface Work {
  gdal: Gdal;
  signal: AbortSignal;
  scratch: string;
}

type Subject = Pick<RasterHeader, 'width' | 'height' | 'bands'>;

/**
 * The arguments of gdal_translate that make the product. Where GDAL's COG driver would not make its overviews right it is made of a virtual
 * raster of the source, which brings them. Each is every second pixel of every second row of the one before it, bit by bit.
 * @throws FaultError `conversion_failed`, or the causes of `Gdal.run`
 */
export async function withExactOverviews(work: Work, command: CogCommand, subject: Subject): Promise<string[]> {
  if (!bringsOverviews(command.plan)) return cogArguments(command);
  const { scratch } = work;
  await requireSpace(scratch, pixelBytes(subject) / 2 + 64 * MEGABYTE);
  const translate = translator(work, subject);
  const vrt = join(scratch, 'as-it-is-to-be.vrt');
  await translate(virtualArguments(command, vrt));
  const text = await readFile(vrt, 'utf8');
  const overviews: OverviewFiles[] = [];
  for (const size of command.plan.overviews) {
    const before = overviews.at(-1)?.bands;
    const source = before === undefined ? vrt : join(scratch, before);
    overviews.push(await halve(translate, scratch, { source, size, at: overviews.length, masked: isMasked(text) }));
  }
  const source = join(scratch, 'with-overviews.vrt');
  const nodata = command.nodata ?? subject.bands[0]?.nodata ?? null;
  await writeFile(source, withOverviews(text, overviews, nodata), { mode: 0o600 });
  return unchangedArguments({ ...command, source });
}

const isMasked = (vrt: string): boolean => vrt.includes('<MaskBand>');

async function halve(
  translate: (args: string[]) => Promise<unknown>,
  scratch: string,
  { source, size, at, masked }: { source: string; size: readonly [number, number]; at: number; masked: boolean },
): Promise<OverviewFiles> {
  const files = { bands: `overview-${at}.tif`, mask: masked ? `overview-${at}-mask.tif` : null };
  const plain = ['-q', '-of', 'GTiff', ...PLAIN_BLOCKS.flatMap((option) => ['-co', option])];
  const smaller = ['-r', 'nearest', '-outsize', ...size.map(String), '-nogcp'];
  await translate([...plain, ...smaller, source, join(scratch, files.bands)]);
  // The overview of a virtual mask must be a band of its own.
  if (files.mask) await translate([...plain, '-b', 'mask,1', join(scratch, files.bands), join(scratch, files.mask)]);
  return files;
}

function translator({ gdal, signal, scratch }: Work, subject: Subject) {
  return (args: string[]) =>
    gdal.run({
      program: 'gdal_translate',
      args,
      config: { GDAL_TIFF_INTERNAL_MASK: 'YES' },
      // It reads nothing but the source and what was made of it here.
      moreDrivers: ['VRT'],
      signal,
      scratch,
      timeout: timeForPixels(subject),
      maxFileBytes: pixelBytes(subject) + 64 * MEGABYTE,
      failure: { code: 'conversion_failed', message: 'GDAL could not make overviews of the raster.' },
    });
}
