import { globSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

export interface TestFiles {
  /** Need nothing but this process. */
  readonly unit: string[];
  /** Need the running stack; may run at the same time. */
  readonly integration: string[];
  /** Need the running stack to themselves, because they kill parts of it. */
  readonly alone: string[];
}

/** Test files whose path contains one of the patterns, or all of them where there is no pattern. */
export function selectFiles(root: string, patterns: readonly string[]): TestFiles {
  const matching = (glob: string) =>
    globSync(join(root, 'tests', glob))
      .filter((file) => patterns.length === 0 || patterns.some((pattern) => relative(root, file).includes(pattern)))
      .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return {
    unit: matching('unit/**/*.test.ts'),
    integration: matching('integration/*.test.ts'),
    alone: matching('integration/alone/*.test.ts'),
  };
}

/** These take long, and go first, so that none of them is the last to begin. The rest follows by name. */
const LONGEST_FIRST = ['roles', 'raster-cog', 'raster-validate', 'cli-command', 'demo', 'reconciler'];

function rank(file: string): number {
  const place = LONGEST_FIRST.indexOf(basename(file, '.test.ts'));
  return place === -1 ? LONGEST_FIRST.length : place;
}
