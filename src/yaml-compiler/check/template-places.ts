import type { NodeSpec, NodeSpecs, NodeType } from '../spec/node-schemas.ts';
import type { WorkflowSpec } from '../spec/schema.ts';
import type { Path } from '../yaml-node.ts';

/** A place that may hold templates. */
export interface TemplatePlace {
  path: Path;
  /** The node whose field it is; undefined in the spec's `outputs`. */
  nodeId: string | undefined;
  /** Plain text there is a forgotten `{{ }}`. */
  mustBeTemplate: boolean;
}

interface PlacesOfKind {
  /** Paths under the node where JSON may hold templates. */
  values: readonly Path[];
  /** Paths under the node where nothing but a template makes sense. */
  templates: readonly Path[];
}

const PLACES: { [K in NodeType]: (node: NodeSpecs[K]) => PlacesOfKind } = {
  task: () => ({ values: [['params']], templates: [] }),
  workflow: () => ({ values: [['inputs']], templates: [] }),
  conditional: ({ branches }) => ({
    values: [],
    templates: [...branches.keys()].map((index) => ['branches', index, 'when']),
  }),
  fan_out: () => ({
    values: [['source'], ['task', 'params'], ['task', 'inputs']],
    templates: [['key'], ['task', 'when']],
  }),
  fan_in: () => ({ values: [], templates: [['value']] }),
  approval: () => ({ values: [['message']], templates: [] }),
  sleep: () => ({ values: [['duration'], ['until']], templates: [] }),
};

const OF_EVERY_KIND: PlacesOfKind = {
  values: [
    ['complete_when', 'reason'],
    ['fail_when', 'reason'],
  ],
  templates: [['when'], ...['complete_when', 'fail_when'].flatMap((field) => [[field], [field, 'when']])],
};

/** Every place of a spec that may hold templates; not all of them are there. */
export function* templatePlaces(spec: WorkflowSpec): Generator<TemplatePlace> {
  for (const [nodeId, node] of Object.entries(spec.nodes)) {
    for (const { values, templates } of [OF_EVERY_KIND, placesOf(node)]) {
      for (const path of values) yield { path: ['nodes', nodeId, ...path], nodeId, mustBeTemplate: false };
      for (const path of templates) yield { path: ['nodes', nodeId, ...path], nodeId, mustBeTemplate: true };
    }
  }
  yield { path: ['outputs'], nodeId: undefined, mustBeTemplate: false };
  yield* misshapenPlaces(spec);
}

/** Lists and mappings in a wrong shape may hold templates all the same. */
export function* misshapenPlaces({ shape, nodes }: WorkflowSpec): Generator<TemplatePlace> {
  for (const [value, path] of shape.wrongValues()) {
    if (value.kind === 'scalar') continue;
    const [section, id] = path;
    const nodeId = section === 'nodes' && typeof id === 'string' && Object.hasOwn(nodes, id) ? id : undefined;
    if (nodeId !== undefined || section === 'outputs') yield { path, nodeId, mustBeTemplate: false };
  }
}

function placesOf(node: NodeSpec): PlacesOfKind {
  const places = PLACES[node.type] as (node: NodeSpec) => PlacesOfKind;
  return places(node);
}
