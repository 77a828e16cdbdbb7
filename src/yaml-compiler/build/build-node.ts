import { parseDuration } from '../../plan/duration.ts';
import type { Dependencies, EndCondition, NodeKind, OnFailure, PlanNode } from '../../plan/plan.ts';
import { nextNodes } from '../check/dependencies.ts';
import type { EndConditionSpec } from '../spec/fields.ts';
import type { NodeSpec, NodeSpecs, NodeType, OnFailureSpec } from '../spec/node-schemas.ts';
import { buildChunk } from './chunk.ts';
import { type BuildContext, buildItemWork, buildSpecWork, buildTaskWork } from './work.ts';

const DEFAULT_MAX_CONCURRENCY = 100;

type NodeOf<K extends NodeKind> = Extract<PlanNode, { kind: K }>;
type CommonField = 'kind' | 'depends_on' | 'description' | 'when' | 'complete_when' | 'fail_when';
type Builders = { [K in NodeType]: (node: NodeSpecs[K], context: BuildContext) => Omit<NodeOf<K>, CommonField> };

const BUILDERS: Builders = {
  task: buildTaskWork,
  workflow: buildSpecWork,
  conditional: ({ branches }) => ({
    branches: branches.map((branch) => ({
      name: branch.name,
      next: nextNodes(branch),
      ...(branch.when === undefined ? {} : { when: branch.when }),
    })),
  }),
  fan_out: (node, context) => ({
    source: node.source,
    ...(node.key === undefined ? {} : { key: node.key }),
    max_concurrency: node.max_concurrency ?? DEFAULT_MAX_CONCURRENCY,
    on_failure: buildOnFailure(node.on_failure),
    chunk: buildChunk(node, context),
    work: { ...buildItemWork(node.task, context), ...buildWhen(node.task.when) },
  }),
  fan_in: ({ from, aggregation = 'collect', value }) => ({
    from,
    aggregation,
    ...(value === undefined ? {} : { value }),
  }),
  approval: ({ message, timeout, on_rejection = 'fail' }) => ({
    message,
    on_rejection,
    ...(timeout === undefined ? {} : { timeout_ms: parseDuration(timeout) as number }),
  }),
  sleep: ({ duration, until }) => ({
    ...(duration === undefined ? {} : { duration }),
    ...(until === undefined ? {} : { until }),
  }),
};

/** A spec's node as the plan has it. The node has passed its checks. */
export function buildNode(node: NodeSpec, depends_on: Dependencies, context: BuildContext): PlanNode {
  const build = BUILDERS[node.type] as (node: NodeSpec, context: BuildContext) => object;
  return {
    kind: node.type,
    depends_on,
    ...(node.description === undefined ? {} : { description: node.description }),
    ...buildWhen(node.when),
    ...(node.complete_when === undefined ? {} : { complete_when: buildEndCondition(node.complete_when) }),
    ...(node.fail_when === undefined ? {} : { fail_when: buildEndCondition(node.fail_when) }),
    ...build(node, context),
  } as PlanNode;
}

/** `when: true` is no guard at all; `when: false` switches off. */
function buildWhen(when: string | boolean | undefined): { when?: string } {
  if (when === undefined || when === true) return {};
  return { when: when === false ? '{{ false }}' : when };
}

function buildEndCondition(condition: EndConditionSpec): EndCondition {
  if (typeof condition === 'string') return { when: condition };
  const { when, reason } = condition;
  return { when, ...(reason === undefined ? {} : { reason }) };
}

function buildOnFailure(onFailure: OnFailureSpec = 'finish'): OnFailure {
  if (typeof onFailure === 'string') return { mode: onFailure };
  const { tolerate } = onFailure;
  if (typeof tolerate === 'number') return { mode: 'tolerate', count: tolerate };
  return { mode: 'tolerate', percent: Number(tolerate.replace('%', '')) };
}
