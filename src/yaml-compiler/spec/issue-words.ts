import type { z } from 'zod';
import type { JsonPrimitive } from '../../plan/json.ts';
import { typeName } from '../../plan/template/values.ts';
import type { Path, YamlNode } from '../yaml-node.ts';

/** `depends_on`, item 2 of `depends_on`. */
export function nameOfPlace(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The spec';
  return typeof last === 'number' ? `Item ${last} of \`${path.at(-2)}\`` : `\`${last}\``;
}

/** `of type string, or one of `finish`, `fail_fast`` */
export function asChoice(expected: readonly string[]): string {
  const words = expected.filter((each) => each.startsWith('`'));
  const types = expected.filter((each) => !each.startsWith('`'));
  return [
    ...(types.length > 0 ? [`of type ${types.join(' or ')}`] : []),
    ...(words.length > 0 ? [`${words.length > 1 ? 'one of ' : ''}${words.join(', ')}`] : []),
  ].join(', or ');
}

export function kindOf(node: YamlNode): string {
  if (node.kind === 'scalar') return typeName(node.value);
  return node.kind === 'sequence' ? 'array' : 'object';
}

/** The words that were booleans once, and are texts since YAML 1.2. */
const OLD_BOOLEANS = /^(y|yes|n|no|on|off)$/i;

/** Fields whose texts are templates, and nothing else. */
const CONDITIONS: readonly unknown[] = ['when', 'complete_when', 'fail_when'];

function conditionHint(value: JsonPrimitive): string {
  return typeof value === 'boolean'
    ? ` Write it as a template: "{{ ${value} }}".`
    : ' Write a template that gives true or false.';
}

export function typeHint(path: Path, expected: readonly string[], node: YamlNode): string {
  if (node.kind !== 'scalar') return '';
  const { value, raw } = node;
  if (value === null && raw === '') return ' There is nothing after the colon.';
  if (expected.includes('string') && CONDITIONS.includes(path.at(-1)) && value !== null) return conditionHint(value);
  if (expected.includes('string') && value !== null) return ` Put it in quotes: "${excerpt(raw)}".`;
  if (typeof value !== 'string') return '';
  if (expected.includes('boolean') && OLD_BOOLEANS.test(value)) return ' In YAML 1.2 these are true and false.';
  const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
  return isNumber && (expected.includes('number') || expected.includes('integer')) ? ' Write it without quotes.' : '';
}

const LONGEST_EXCERPT = 80;

/** A value in a message: a hostile one is long. */
export function excerpt(value: JsonPrimitive): string {
  const text = String(value);
  return text.length <= LONGEST_EXCERPT ? text : `${text.slice(0, LONGEST_EXCERPT)}…`;
}

/** Zod's own words begin so; a schema that has better ones says them. */
const ZODS_OWN = /^(Too |Invalid )/;

export function describe(issue: z.core.$ZodIssue): string {
  if (!ZODS_OWN.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => String(value)).join(', ')}`;
  }
  if (issue.code === 'too_small') return `must ${bound('at least', issue.minimum, issue.origin)}`;
  if (issue.code === 'too_big') return `must ${bound('at most', issue.maximum, issue.origin)}`;
  return issue.message;
}

function bound(what: string, limit: number | bigint, origin: string): string {
  if (origin === 'array') return `have ${what} ${limit} ${limit === 1 ? 'item' : 'items'}`;
  if (origin === 'string') return `have ${what} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  return `be ${what} ${limit}`;
}
