import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Expression } from './ast.ts';
import { type Scope, scopeOf } from './evaluate.ts';
import { isTemplate, parseTemplate } from './template.ts';
import { childrenOf, namesIn, nodeIdOf } from './walk.ts';

/** A scope with a few names more, which hide those of the same name. */
export function withNames(scope: Scope, values: JsonObject, meter = scope.meter): Scope {
  const own = scopeOf(values, meter);
  return {
    meter,
    names: () => [...own.names(), ...scope.names()],
    has: (name) => own.has(name) || scope.has(name),
    get: (name) => (own.has(name) ? own : scope).get(name),
  };
}

/**
 * The part of a scope that the templates in `value` mention, as JSON: what evaluating them elsewhere takes. Of `nodes`, only the
 * nodes that are mentioned, since an output can be large.
 */
export function narrow(scope: Scope, value: JsonValue): JsonObject {
  const expressions = [...expressionsIn(value)];
  const names = new Set(expressions.flatMap((expression) => [...namesIn(expression)].map(({ name }) => name)));
  const narrowed: JsonObject = {};
  for (const name of names) if (scope.has(name)) narrowed[name] = scope.get(name);
  if (isJsonObject(narrowed.nodes)) narrowed.nodes = pick(narrowed.nodes, nodesIn(expressions));
  return narrowed;
}

function* expressionsIn(value: JsonValue): Generator<Expression> {
  if (typeof value === 'string') {
    if (!isTemplate(value)) return;
    for (const part of parseTemplate(value).parts) if (part.kind === 'expression') yield part.expression;
  } else if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) yield* expressionsIn(inner);
  }
}

/** Undefined when `nodes` is used as a whole. */
function nodesIn(expressions: readonly Expression[]): Set<string> | undefined {
  const ids = new Set<string>();
  const visit = (expression: Expression): boolean => {
    const id = nodeIdOf(expression);
    if (id !== undefined) {
      ids.add(id);
      return true;
    }
    return !(expression.kind === 'name' && expression.name === 'nodes') && childrenOf(expression).every(visit);
  };
  return expressions.every(visit) ? ids : undefined;
}

function pick(members: JsonObject, names: ReadonlySet<string> | undefined): JsonObject {
  if (!names) return members;
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name)));
}
