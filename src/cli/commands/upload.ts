import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobRef } from '../../storage/blob-store.ts';
import { checkBlobRef } from '../../storage/check-blob-ref.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { bar, bytes, duration } from '../format.ts';
import { reasonUnreadable } from '../read-file.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
The storage is reached by identity (DefaultAzureCredential: the local stack's, a managed one, or az login).

Examples:
  rhumbline upload dem.tif bronze/dem.tif
  rhumbline upload --force dem.tif bronze/2026/dem.tif
  rhumbline upload --json dem.tif bronze/dem.tif | jq -r .etag`;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.jp2': 'image/jp2',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.json': 'application/json',
  '.csv': 'text/csv',
};

export function addUpload(program: Command, context: CliContext, act: Act): void {
  program
    .command('upload')
    .summary('put a file into a container')
    .description('Put a file into a container of the storage account.')
    .argument('<file>', 'the file')
    .argument('<container/path>', 'where it goes: the container, a slash, and the name of the blob', parseBlobRef)
    .option('--force', 'replace a blob that is there already')
    .option('--json', 'print what was uploaded as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((file, ref, { force, json }) => act(() => upload(file, ref, { force, json }, context)));
}

/** @throws CliError `wrong_usage`, FaultError `invalid_blob_path` */
export function parseBlobRef(text: string): BlobRef {
  const at = text.indexOf('/');
  if (at < 0) throw usageError(`${JSON.stringify(text)} must be CONTAINER/PATH, such as bronze/dem.tif.`);
  return checkBlobRef({ container_name: text.slice(0, at), blob_name: text.slice(at + 1) });
}

interface UploadFlags {
  force?: true | undefined;
  json?: true | undefined;
}

async function upload(file: string, ref: BlobRef, flags: UploadFlags, context: CliContext): Promise<number> {
  const { terminal, signal } = context;
  const size = await sizeOf(file);
  const store = await context.storage();
  const began = Date.now();
  const progress = flags.json || !terminal.isScreen ? undefined : terminal.live();
  try {
    const { etag } = await store.upload(file, ref, {
      content_type: CONTENT_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      mode: flags.force ? 'replace' : 'create',
      signal,
      ...(progress && { onProgress: (sent) => progress.draw([progressLine(sent, size, Date.now() - began)]) }),
    });
    const took = Date.now() - began;
    const done = { ...ref, url: store.url(ref), bytes: size, etag };
    terminal.out(
      flags.json ? JSON.stringify(done, null, 2) : `${blobLabel(ref)}: ${bytes(size)} in ${duration(took)}.`,
    );
    return EXIT.ok;
  } catch (error) {
    throw isThereAlready(error) ? withForce(error) : error;
  } finally {
    progress?.done();
  }
}

function isThereAlready(error: unknown): error is FaultError {
  return error instanceof FaultError && error.fault.code === 'blob_exists';
}

function withForce({ fault }: FaultError): FaultError {
  return new FaultError({ ...fault, message: `${fault.message} Or give --force, which replaces it.` });
}

async function sizeOf(file: string): Promise<number> {
  const stats = await stat(file).catch((error: unknown) => {
    throw usageError(`${file} cannot be read: ${reasonUnreadable(error)}.`);
  });
  if (!stats.isFile()) throw usageError(`${file} is not a file.`);
  return stats.size;
}

function progressLine(sent: number, size: number, took: number): string {
  const percent = size === 0 ? 100 : (sent / size) * 100;
  const speed = took === 0 ? '' : `  ${bytes((sent / took) * 1000)}/s`;
  return `${bar(percent, 24)} ${`${Math.floor(percent)}`.padStart(3)} %  ${bytes(sent)} of ${bytes(size)}${speed}`;
}
