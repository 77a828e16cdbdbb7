import type { z } from 'zod';
import { DURATION_FAULT } from './fields.ts';

/** A value that is none of what a place takes. */
interface NoAlternative {
  code: 'no_alternative';
  path: PropertyKey[];
  /** What the place takes, in words. */
  expected: string[];
  message: string;
}

export type Issue = z.core.$ZodIssue | NoAlternative;

/** Zod's issues without those of unions: each is one of a value. */
export function unfoldIssues(issues: readonly z.core.$ZodIssue[]): Issue[] {
  return issues.flatMap(unfold);
}

/** A union's fault is told by the alternative that is of the value's own kind: the one that the author meant. */
function unfold(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const without = (codes: readonly string[]) =>
    alternativesOf(issue).filter(
      (errors) => !errors.some(({ code, path }) => codes.includes(code) && path.length === 0),
    );
  // One whose fields are wrong is nearer than one that wants something else altogether, such as one of a few words.
  const inside = without(['invalid_type', 'invalid_value']);
  const meant = inside.length > 0 ? inside : without(['invalid_type']);
  const closest = meant.toSorted((a, b) => weigh(a) - weigh(b))[0];
  if (!closest) return [noAlternative(issue)];
  return closest.flatMap((inner) => unfold({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** The issues of each alternative; of a union in a union, of each of its own. */
function alternativesOf({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[][] {
  return errors.flatMap((issues) => {
    const [only] = issues;
    return only?.code === 'invalid_union' && only.path.length === 0 ? alternativesOf(only) : [issues];
  });
}

function noAlternative(union: z.core.$ZodIssueInvalidUnion): NoAlternative {
  const all = alternativesOf(union).flat();
  const expected = all.flatMap((issue) => {
    if (issue.code === 'invalid_type') return nameOfType(issue.expected);
    return issue.code === 'invalid_value' ? issue.values.map((value) => `\`${String(value)}\``) : [];
  });
  const message = all.find((issue) => issue.message === DURATION_FAULT)?.message ?? '';
  return { code: 'no_alternative', path: [...union.path], expected: [...new Set(expected)], message };
}

/** How far an alternative is from what stands there: its fields count more than their values. */
function weigh(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1), 0);
}

/** Where YAML has another word for it than zod. */
const TYPE_NAMES: Readonly<Record<string, string>> = { record: 'object', int: 'integer' };

export function nameOfType(expected: string): string {
  return Object.hasOwn(TYPE_NAMES, expected) ? (TYPE_NAMES[expected] ?? expected) : expected;
}
