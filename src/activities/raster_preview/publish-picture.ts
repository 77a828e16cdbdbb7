import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '../../geo/preview/picture.ts';
import { publishOnce } from '../raster/publish-once.ts';
import type { PreviewJob } from './activity.ts';
import type { RasterPreviewOutput } from './contract.ts';
import { encodePng } from './encode-png.ts';

type Asset = keyof RasterPreviewOutput['assets'];
type Format = 'png' | 'webp';

const MEDIA_TYPES: Readonly<Record<Format, string>> = { png: 'image/png', webp: 'image/webp' };
const TITLES: Readonly<Record<Asset, string>> = { thumbnail: 'Thumbnail', overview: 'Overview' };
const QUALITY = '80';

/** Encodes a picture and puts it beside the product. */
export async function publishPicture(
  job: PreviewJob,
  name: Asset,
  picture: Picture,
  format: Format,
  how: 'average' | 'nearest',
): Promise<RasterPreviewOutput['assets'][Asset]> {
  const { store, input, signal } = job;
  const png = await encodePng(picture);
  // Lossy compression would make colours that mean other classes, or none.
  const content = format === 'png' ? png : await encodeWebp(job, name, png, how === 'nearest');
  const { destination, cog, ...wishes } = input;
  const { container_name, blob_name } = destination;
  const ref = { container_name, blob_name: `${blob_name}.${name}.${format}` };
  const made_of = { cog: `${cog.container_name}/${cog.blob_name}`, etag: cog.etag, wishes: JSON.stringify(wishes) };
  const published = await publishOnce(store, content, ref, { content_type: MEDIA_TYPES[format], made_of, signal });
  const { width, height } = picture;
  return { ...published, roles: [name], title: TITLES[name], width, height };
}

/** GDAL reads here what was made here, and nothing that came from outside. */
async function encodeWebp(
  { gdal, signal, scratch }: PreviewJob,
  name: Asset,
  png: Uint8Array,
  lossless: boolean,
): Promise<Uint8Array> {
  const [from, to] = [join(scratch, `${name}.png`), join(scratch, `${name}.webp`)];
  await writeFile(from, png);
  await gdal.run({
    program: 'gdal_translate',
    args: ['-q', '-of', 'WEBP', '-co', lossless ? 'LOSSLESS=YES' : `QUALITY=${QUALITY}`, from, to],
    moreDrivers: ['PNG', 'WEBP'],
    signal,
    scratch,
    timeout: 60_000,
    failure: { code: 'preview_failed', message: 'GDAL could not write the picture.' },
  });
  return readFile(to);
}
