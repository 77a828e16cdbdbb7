import { toJson } from '../yaml-compiler/yaml-node.ts';
import type { Fields } from './fields.ts';
import { allowedName } from './names.ts';

export interface SpecHead {
  workflow_id: string;
  version: number;
  description: string | undefined;
}

/** What a spec says of itself. Its name goes into the description, which is all there is for people. */
export function readHead(fields: Fields, file: string): SpecHead {
  const description = [fields.string('name'), fields.string('description')].filter((text) => text !== undefined);
  return {
    workflow_id: readId(fields, file),
    version: readVersion(fields),
    description: description.length === 0 ? undefined : description.join(': '),
  };
}

function readId(fields: Fields, file: string): string {
  const given = fields.string('workflow_id');
  if (given === undefined) {
    const id = allowedName((file.split(/[/\\]/).at(-1) ?? '').replace(/\.ya?ml$/i, ''));
    fields.report(
      'invalid-value',
      fields.start,
      `There is no \`workflow_id\`: \`${id}\` is taken from the file's name.`,
    );
    return id;
  }
  const id = allowedName(given);
  if (id !== given) {
    const message = `The workflow \`${given}\` is called \`${id}\`: whoever submits must say so too.`;
    fields.report('renamed', fields.offset('workflow_id'), message);
  }
  return id;
}

function readVersion(fields: Fields): number {
  const node = fields.take('version');
  const given = node === undefined ? '1' : node.kind === 'scalar' ? String(node.value) : JSON.stringify(toJson(node));
  const version = Math.max(1, Number.parseInt(given.replace(/^v/i, ''), 10) || 1);
  if (String(version) !== given) {
    fields.report('version-cut', fields.offset('version'), `The version \`${given}\` is written as ${version}.`);
  }
  return version;
}
