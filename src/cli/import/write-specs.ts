import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { reasonUnreadable } from '../read-file.ts';
import type { ImportReport } from './import-report.ts';

/** Nothing is written where two specs, or a spec and a file that is there, would have one name. */
export async function writeSpecs(reports: readonly ImportReport[], folder: string, replace: boolean): Promise<void> {
  const taken = new Map<string, string>();
  for (const { file, imported } of reports) {
    if (imported?.kind !== 'spec') continue;
    const path = join(folder, `${imported.workflow_id}.yaml`);
    const other = taken.get(path);
    if (other !== undefined) throw fileExists(`${other} and ${file} are both called ${imported.workflow_id}.`);
    taken.set(path, file);
  }
  await mkdir(folder, { recursive: true });
  for (const report of reports) {
    if (report.imported?.kind !== 'spec') continue;
    report.written = join(folder, `${report.imported.workflow_id}.yaml`);
    await writeNew(report.written, report.imported.spec, replace);
  }
}

async function writeNew(path: string, text: string, replace: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw fileExists(`${path} is there already; --force replaces it.`);
    }
    throw new CliError('unwritable_file', `${path} cannot be written: ${reasonUnreadable(error)}.`, {
      exitCode: EXIT.usage,
    });
  }
}

function fileExists(message: string): CliError {
  return new CliError('file_exists', message, { exitCode: EXIT.usage });
}
