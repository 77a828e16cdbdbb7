import type { Compilation } from '../compilation.ts';
import type { NodeSpec, NodeSpecs, NodeType } from '../spec/node-schemas.ts';
import { UNKNOWN } from '../types/type.ts';
import { nodeAt } from '../yaml-node.ts';
import { certaintyIn } from './certainty.ts';
import type { DependencyMap } from './dependencies.ts';
import { checkApproval } from './kinds/approval.ts';
import { checkConditional } from './kinds/conditional.ts';
import { checkEndConditions } from './kinds/end-conditions.ts';
import { checkFanIn } from './kinds/fan-in.ts';
import { checkFanOut } from './kinds/fan-out.ts';
import { checkSleep } from './kinds/sleep.ts';
import { checkTask, checkUses } from './kinds/work.ts';
import { checkCondition, type NodeContext } from './node-context.ts';
import type { NodeTypes } from './node-types.ts';
import { misshapenPlaces } from './template-places.ts';
import { ValueChecker } from './values.ts';

const CHECKS: { [K in NodeType]: (node: NodeSpecs[K], context: NodeContext) => void } = {
  task: (node, context) => checkTask(node, context.path, context.names, context),
  workflow: (node, context) => checkUses(node, context.path, context.names, context),
  conditional: checkConditional,
  fan_out: checkFanOut,
  fan_in: checkFanIn,
  approval: checkApproval,
  sleep: checkSleep,
};

/** Checks what each node says: its names, its types, its literal values. */
export function checkNodes(dependencies: DependencyMap, types: NodeTypes, compilation: Compilation): void {
  const certaintyOf = certaintyIn(dependencies);
  for (const [id, node] of Object.entries(compilation.spec.nodes)) {
    const isCertain = certaintyOf(id);
    const context: NodeContext = { id, path: ['nodes', id], names: types.names, types, isCertain, compilation };
    checkCondition([...context.path, 'when'], context.names, context);
    checkEndConditions(context);
    checkKind(node, context);
  }
  checkMisshapen(types, compilation);
}

/** Templates in what is in a wrong shape: what they may see there is not known, but what they mention has to be there. */
function checkMisshapen(types: NodeTypes, compilation: Compilation): void {
  const names = { ...types.names, item: UNKNOWN, index: UNKNOWN, key: UNKNOWN, output: UNKNOWN };
  const checker = new ValueChecker(compilation, names, () => true);
  for (const { path } of misshapenPlaces(compilation.spec)) {
    const place = nodeAt(compilation.root, path);
    if (place) checker.checkTemplates(place);
  }
}

function checkKind(node: NodeSpec, context: NodeContext): void {
  const check = CHECKS[node.type] as (node: NodeSpec, context: NodeContext) => void;
  check(node, context);
}
