import { dirname, relative } from 'node:path';
import type { SpecSources } from '../yaml-compiler/uses/spec-sources.ts';
import type { CliContext } from './context.ts';

/**
 * Where the spec of a file finds those that it uses: beside itself, beside the other files of the command, and at last where the
 * services find theirs.
 */
export async function specsFor(file: string, others: readonly string[], context: CliContext): Promise<SpecSources> {
  // With the compiler, which only some commands need.
  const { firstOf, specsInFolder } = await import('../yaml-compiler/uses/spec-sources.ts');
  const folders = new Set([file, ...others].map((each) => dirname(each)));
  // Asked for only where a spec is not beside a file: a command on files alone needs no settings.
  const ofServices = () => {
    const folder = context.specsFolder();
    return specsInFolder(folder, shown(folder));
  };
  return firstOf([
    ...[...folders].map((folder) => specsInFolder(folder)),
    { get: (id) => ofServices().get(id), ids: () => ofServices().ids(), places: () => ofServices().places() },
  ]);
}

/** As seen from where the command was started, where that is shorter. */
function shown(folder: string): string {
  const near = relative('', folder);
  return near !== '' && near.length < folder.length ? near : folder;
}
