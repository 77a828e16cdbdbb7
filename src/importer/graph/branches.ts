import type { YamlMapping, YamlNode } from '../../yaml-compiler/yaml-node.ts';
import { allowedName, freeName } from '../names.ts';
import { member } from './refs.ts';

/** A branch as the old file has it, of either form of conditional. */
export interface BranchSource {
  /** As written; absent in the boolean form. */
  name: string | undefined;
  nameOffset: number;
  /** In the boolean form: for which value it is taken. */
  truth: boolean | undefined;
  /** In the form with `condition_field`: the mapping. */
  fields: YamlNode | undefined;
  next: YamlNode | undefined;
  /** Not in the old file: takes what its branches leave. */
  added: boolean;
}

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** Both forms: a list of { name, condition, default, next }, or a map from true and false to nodes. One of them takes what is left. */
export function readBranches(node: YamlNode): BranchSource[] {
  const branches = member(node, 'branches');
  if (branches?.kind === 'mapping') return readTruths(branches);
  if (branches?.kind !== 'sequence') return [];
  const read = branches.items.map((item) => {
    const name = member(item, 'name');
    return {
      name: name?.kind === 'scalar' ? String(name.value) : undefined,
      nameOffset: name?.start ?? item.start,
      truth: undefined,
      fields: item,
      next: member(item, 'next'),
      added: false,
    };
  });
  return read.some(({ fields }) => isDefault(fields)) ? read : [...read, addedBranch('otherwise', undefined, branches)];
}

function readTruths(branches: YamlMapping): BranchSource[] {
  const known = branches.entries.filter(({ key }) => Object.hasOwn(TRUTHS, key.toLowerCase()));
  const read = known.map(({ key, keyStart, value }) => {
    const truth = TRUTHS[key.toLowerCase()];
    return { name: undefined, nameOffset: keyStart, truth, fields: undefined, next: value, added: false };
  });
  const missing = [true, false].filter((truth) => !read.some((branch) => branch.truth === truth));
  // The default comes last, whatever the order was.
  return [...read, ...missing.map((truth) => addedBranch(undefined, truth, branches))].sort(
    (left, right) => Number(right.truth) - Number(left.truth),
  );
}

function addedBranch(name: string | undefined, truth: boolean | undefined, { start }: YamlNode): BranchSource {
  return { name, nameOffset: start, truth, fields: undefined, next: undefined, added: true };
}

/** Whether a branch of the list form takes what the others leave. */
export function isDefault(fields: YamlNode | undefined): boolean {
  const value = fields && member(fields, 'default');
  return value?.kind === 'scalar' && value.value === true;
}

/** What the branches are called in the new spec; no two alike. */
export function branchNames(branches: readonly BranchSource[]): string[] {
  const taken = new Set<string>();
  return branches.map(({ name, truth }, index) => {
    const wanted = truth === undefined ? allowedName(name ?? `branch_${index + 1}`) : `is_${truth}`;
    const free = freeName(wanted, taken);
    taken.add(free);
    return free;
  });
}
