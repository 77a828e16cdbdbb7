import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { store } from './storage.ts';

/** What `rio cogeo validate --strict` does, of many files in one go: starting Python and its GDAL takes a second. */
const PROGRAM = `
import json, sys
from rio_cogeo.cogeo import cog_validate
print(json.dumps([[path, *cog_validate(path, strict=True, quiet=True)] for path in sys.argv[1:]]))
`;

let folder: Promise<string> | undefined;
const products: string[] = [];
after(async () => folder && rm(await folder, { recursive: true, force: true }));

/** Keeps a product of a test until the last test of its file. */
export async function keepProduct(ref: BlobRef): Promise<void> {
  folder ??= mkdtemp(join(tmpdir(), 'rhumbline-products-'));
  const path = join(await folder, `${products.length}.tif`);
  await store.download(ref, path);
  products.push(path);
}

/** All products that were kept are valid, without a warning, in the eyes of another program with another GDAL. */
export async function assertStrictCogs(least: number): Promise<void> {
  assert.ok(products.length >= least, `${products.length} products`);
  const found = await strictFindings(products);
  assert.equal(found.length, products.length);
  for (const { path, findings } of found) assert.deepEqual(findings, [], path);
}

/** What is wrong with each of some files. */
export async function strictFindings(paths: readonly string[]): Promise<{ path: string; findings: string[] }[]> {
  const { stdout } = await promisify(execFile)('.venv/bin/python', ['-c', PROGRAM, ...paths]);
  const found: [string, boolean, string[], string[]][] = JSON.parse(stdout);
  return found.map(([path, valid, errors, warnings]) => {
    const findings = [...errors, ...warnings];
    return { path, findings: valid || findings.length > 0 ? findings : ['invalid'] };
  });
}
