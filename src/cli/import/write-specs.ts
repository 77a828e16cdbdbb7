import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { reasonUnwritable } from '../read-file.ts';
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
  if (!replace) await refuseExisting([...taken.keys()]);
  await mkdir(folder, { recursive: true }).catch(refuseToWrite(folder));
  for (const report of reports) {
    if (report.imported?.kind !== 'spec') continue;
    report.written = join(folder, `${report.imported.workflow_id}.yaml`);
    await writeFile(report.written, report.imported.spec).catch(refuseToWrite(report.written));
  }
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) throw fileExists(`${path} is there already; --force replaces it.`);
  }
}

function refuseToWrite(path: string): (error: unknown) => never {
  return (error) => {
    throw new CliError('unwritable_file', `${path} cannot be written: ${reasonUnwritable(error)}.`, {
      exitCode: EXIT.usage,
    });
  };
}

function fileExists(message: string): CliError {
  return new CliError('file_exists', message, { exitCode: EXIT.usage });
}
