import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

export const execute = promisify(execFile);
export const searchPath = process.env.PATH ?? '/usr/bin:/bin';

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rhumbline-gdal-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A small file with a great many pixels: converting it takes far longer than a test. */
export async function makeLongWork(folder: string): Promise<string> {
  const path = join(folder, 'long.tif');
  const sparse = ['-co', 'SPARSE_OK=TRUE', '-co', 'TILED=YES'];
  const place = ['-a_srs', 'EPSG:3857', '-a_ullr', '0', '90000', '90000', '0'];
  await execute('gdal_create', ['-q', '-outsize', '90000', '90000', ...sparse, ...place, path]);
  return path;
}

/** Ids of processes whose command line has this text. */
export async function processesNaming(text: string): Promise<number[]> {
  const { stdout } = await execute('ps', ['-eo', 'pid,args']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(text) && !line.includes('ps -eo'))
    .map((line) => Number.parseInt(line, 10));
}

export async function until<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}
