import { globSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { TestGroup } from './run-groups.ts';

export interface Tests {
  /** Need nothing but their process, which those of a folder share. */
  readonly unit: TestGroup[];
  /** Need the running stack; each in a process of its own, several at the same time. */
  readonly integration: TestGroup[];
  /** Need the running stack to themselves, because they kill parts of it. */
  readonly alone: TestGroup[];
}

/** Test files whose path contains one of the patterns, or all of them where there is no pattern. */
export function selectTests(root: string, patterns: readonly string[]): Tests {
  const matching = (glob: string) =>
    globSync(join(root, 'tests', glob))
      .filter((file) => patterns.length === 0 || patterns.some((pattern) => relative(root, file).includes(pattern)))
      .sort();
  const single = (file: string): TestGroup => ({ name: relative(root, file), files: [file] });
  return {
    unit: byFolder(root, matching('unit/**/*.test.ts')).sort(longestFirst),
    integration: matching('integration/*.test.ts').map(single).sort(longestFirst),
    alone: matching('integration/alone/*.test.ts').map(single),
  };
}

/** One group for each folder of `tests/unit`, whatever folders are in that. */
function byFolder(root: string, files: readonly string[]): TestGroup[] {
  const folderOf = (file: string) => relative(root, file).split(sep).slice(0, -1).slice(0, 3).join('/');
  return Object.entries(Object.groupBy(files, folderOf)).map(([folder, members = []]) => ({
    name: members.length === 1 ? relative(root, `${members[0]}`) : folder,
    files: members,
  }));
}

/** These take long, and go first, so that none of them is the last to begin. The rest follows by name. */
const LONGEST = [
  ...['workflows', 'stack', 'activities', 'gdal', 'yaml-compiler'],
  ...['versioning', 'worker-death', 'checkpoints', 'retry-items', 'scale', 'raster-cog', 'job-retry'],
  ...[
    'contract',
    'roles',
    'stac-clients',
    'raster-validate',
    'large-payloads',
    'demo',
    'reconciler',
    'cli-command',
    'dead-worker',
  ],
];

function longestFirst(a: TestGroup, b: TestGroup): number {
  return rank(a) - rank(b);
}

function rank({ name }: TestGroup): number {
  const place = LONGEST.indexOf(basename(name, '.test.ts'));
  return place === -1 ? LONGEST.length : place;
}
