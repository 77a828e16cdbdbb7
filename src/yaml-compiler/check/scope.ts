import type { InputType } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import type { InputSpec, NodeSpec } from '../spec/schema.ts';
import {
  arrayOf,
  BOOLEAN,
  INTEGER,
  NULL,
  NUMBER,
  objectOf,
  STRING,
  type Type,
  typeOfSchema,
  UNKNOWN,
  union,
} from '../types/type.ts';
import type { DependencyMap } from './dependencies.ts';
import type { IsCertain, Names } from './values.ts';

const INPUT_TYPE: Readonly<Record<InputType, Type>> = {
  string: STRING,
  integer: INTEGER,
  number: NUMBER,
  boolean: BOOLEAN,
  array: arrayOf(UNKNOWN),
  object: { kind: 'object', fields: {}, rest: UNKNOWN },
};

/** What `job` holds in templates; the interpreter fills it. Null where a job makes no asset version. */
const JOB: Type = objectOf({
  id: STRING,
  attempt: INTEGER,
  started_at: STRING,
  asset_id: union([STRING, NULL]),
  platform_id: union([STRING, NULL]),
  version_ordinal: union([INTEGER, NULL]),
  revision: union([INTEGER, NULL]),
});

/** The names that every template of the spec sees, with their types. */
export function namesOf({ spec, catalogue }: Compilation): Names {
  const inputs = Object.entries(spec.inputs).map(([name, input]) => [name, inputType(input)] as const);
  const nodes = Object.entries(spec.nodes).map(
    ([id, node]) => [id, objectOf({ output: outputType(node, catalogue), state: STRING })] as const,
  );
  const opaque = (names: ReadonlySet<string>) => [...names].map((name) => [name, UNKNOWN] as const);
  return {
    inputs: objectOf(Object.fromEntries([...inputs, ...opaque(spec.opaque.inputs)])),
    nodes: objectOf(Object.fromEntries([...nodes, ...opaque(spec.opaque.nodes)])),
    job: JOB,
  };
}

export function inputType(input: InputSpec): Type {
  const values = input.enum?.map(
    (value): Type => (value === null ? NULL : typeof value === 'object' ? UNKNOWN : { kind: 'constant', value }),
  );
  const type = values ? union(values) : INPUT_TYPE[input.type];
  return isRequired(input) || (input.default !== undefined && input.default !== null) ? type : union([type, NULL]);
}

/** An input is required unless it says otherwise or has a default. */
export function isRequired(input: InputSpec): boolean {
  return input.required ?? input.default === undefined;
}

function outputType(node: NodeSpec, catalogue: Compilation['catalogue']): Type {
  if (node.type === 'conditional') return objectOf({ branch: STRING });
  return typeOfSchema(catalogue.get(node.handler)?.output);
}

/**
 * Which mentioned nodes have certainly completed when a node's templates are evaluated. A mention makes a required parent, so
 * only the node's alternatives and settled parents are in doubt; of these, what its required parents, or all of its alternatives,
 * have waited for is certain again.
 */
export function certaintyOf(nodeId: string, dependencies: DependencyMap): IsCertain {
  const known = new Map<string, ReadonlySet<string>>();
  const { alternatives = [], settled = [] } = dependencies[nodeId] ?? {};
  const doubtful = new Set([...alternatives, ...settled]).difference(certainFor(nodeId));
  return (mentioned) => !doubtful.has(mentioned);

  function certainFor(id: string): ReadonlySet<string> {
    const cached = known.get(id);
    if (cached) return cached;
    const { required = [], alternatives: either = [] } = dependencies[id] ?? {};
    const sets = either.map((parent) => new Set([parent, ...certainFor(parent)]));
    const shared = sets.reduce((all, next) => all.intersection(next), sets[0] ?? new Set<string>());
    const result = new Set([...required.flatMap((parent) => [parent, ...certainFor(parent)]), ...shared]);
    known.set(id, result);
    return result;
  }
}
