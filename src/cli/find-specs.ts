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

/**
 * The specs beside a file that its spec uses, itself or through others, by id: what a server needs of them to run it. The server tells
 * what is wrong with them, and has the rest.
 */
export async function usedBeside(file: string, source: string, context: CliContext): Promise<Record<string, string>> {
  if (!source.includes('uses')) return {};
  const { compile } = await import('../yaml-compiler/compile.ts');
  const { specsInFolder } = await import('../yaml-compiler/uses/spec-sources.ts');
  const beside = specsInFolder(dirname(file));
  const used: Record<string, string> = {};
  const get = (id: string) => {
    const found = beside.get(id);
    if (found) used[id] = found.source;
    return found;
  };
  compile(source, { file, catalogue: await context.catalogue(), specs: { ...beside, get } });
  return used;
}

/** As seen from where the command was started, where that is shorter. */
function shown(folder: string): string {
  const near = relative('', folder);
  return near !== '' && near.length < folder.length ? near : folder;
}
