import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';

const ROOT = join(import.meta.dirname, '../../..');
/** Everything that decides on the bundle: our own code, the exact versions of what it imports, and how it is compiled. */
const SOURCES = ['src/plan', 'src/workflows'];
const OTHER_SOURCES = ['package-lock.json', 'src/main/worker/for-this-engine.ts', 'src/main/worker/make-bundle.ts'];

/**
 * The bundled workflow code, made once for its sources and kept in `folder`. A process of its own makes it: webpack would
 * otherwise stay in the worker's memory for as long as it lives (450 MB instead of 240).
 *
 * @returns the bundle's path
 */
export async function workflowBundle(folder: string): Promise<string> {
  const path = join(folder, 'workflow-bundles', `${await workflowFingerprint()}.js`);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return path;
  await mkdir(join(folder, 'workflow-bundles'), { recursive: true });
  await execa(process.execPath, [join(import.meta.dirname, 'make-bundle.ts'), path], { stdout: 'ignore' });
  return path;
}

/** Of the sources of the workflow code: 32 hex digits, the same for the same code on every machine. */
export async function workflowFingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of OTHER_SOURCES) hash.update(await readFile(join(ROOT, file)));
  for (const source of SOURCES) {
    const names = await readdir(join(ROOT, source), { recursive: true });
    for (const name of names.filter((candidate) => candidate.endsWith('.ts')).sort()) {
      hash.update(name).update(await readFile(join(ROOT, source, name)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
