import type { Dependencies, ExecutionPlan, FanInNode, FanOutNode, NodeKind, PlanNode } from '../../plan/plan.ts';
import { clip } from '../format.ts';

/** What a picture of a plan shows, whatever it is drawn with. */
export interface Picture {
  title: string;
  nodes: PictureNode[];
  /** Nodes that run another spec, which is drawn inside of them. */
  clusters: PictureCluster[];
  edges: PictureEdge[];
}

/** Ids of the node and of those that it is inside of: `sub/validate`. */
export type NodePath = string;

export interface PictureNode {
  path: NodePath;
  kind: NodeKind;
  /** The node's id, then what it does. */
  lines: string[];
}

export interface PictureCluster extends PictureNode {
  inside: Picture;
}

/** `required`: must complete. The others need not, and are drawn dashed. */
export interface PictureEdge {
  from: NodePath;
  to: NodePath;
  role: keyof Dependencies;
  /** Of the branch, or of the role. */
  label: string;
}

/** Specs inside specs are drawn so deep; below, a node says only which spec it runs. */
const DEEPEST = 3;
const LONGEST_LINE = 48;

export function pictureOf(plan: ExecutionPlan): Picture {
  return pictureInside(plan, plan.uses ?? {}, '', DEEPEST);
}

/** @param prefix of paths: empty, or with a slash at its end */
function pictureInside(
  plan: ExecutionPlan,
  uses: Record<string, ExecutionPlan>,
  prefix: string,
  depth: number,
): Picture {
  const picture: Picture = { title: `${plan.workflow_id} version ${plan.version}`, nodes: [], clusters: [], edges: [] };
  for (const [id, node] of Object.entries(plan.nodes)) {
    const drawn = { path: prefix + id, kind: node.kind, lines: linesOf(id, node) };
    const spec = usedBy(node);
    // Only the outermost plan has the plans of all the specs that are used.
    const used = spec === undefined || depth === 0 ? undefined : (plan.uses ?? uses)[spec];
    if (used) {
      const inside = pictureInside(used, plan.uses ?? uses, `${drawn.path}/`, depth - 1);
      picture.clusters.push({ ...drawn, inside });
    } else {
      picture.nodes.push(drawn);
    }
    picture.edges.push(...edgesTo(id, node, plan.nodes, prefix));
  }
  return picture;
}

function usedBy(node: PlanNode): string | undefined {
  if (node.kind === 'workflow') return node.uses;
  return node.kind === 'fan_out' && node.work.kind === 'workflow' ? node.work.uses : undefined;
}

const ROLE_LABELS: Readonly<Record<keyof Dependencies, string>> = {
  required: '',
  alternatives: 'any of',
  settled: 'settled',
};

function edgesTo(id: string, node: PlanNode, nodes: Record<string, PlanNode>, prefix: string): PictureEdge[] {
  return (Object.keys(ROLE_LABELS) as (keyof Dependencies)[]).flatMap((role) =>
    node.depends_on[role].map((parent) => {
      const labels = [...branchesTo(id, nodes[parent]), ROLE_LABELS[role]].filter((label) => label !== '');
      return { from: prefix + parent, to: prefix + id, role, label: labels.join(', ') };
    }),
  );
}

function branchesTo(id: string, parent: PlanNode | undefined): string[] {
  if (parent?.kind !== 'conditional') return [];
  const branches = parent.branches.filter(({ next }) => next.includes(id));
  return branches.map(({ name, when }) => (when === undefined ? `${name} (default)` : name));
}

type Describe = { [K in NodeKind]: (node: Extract<PlanNode, { kind: K }>) => string[] };

const DESCRIBE: Describe = {
  task: ({ handler }) => [handler],
  workflow: ({ uses }) => [`runs ${uses}`],
  conditional: () => [],
  fan_out: describeFanOut,
  fan_in: ({ aggregation, value }: FanInNode) => [value === undefined ? aggregation : `${aggregation} ${value}`],
  approval: ({ message }) => [message],
  sleep: ({ duration, until }) => [duration === undefined ? `sleeps until ${until}` : `sleeps ${duration}`],
};

function describeFanOut({ work, max_concurrency }: FanOutNode): string[] {
  const what = work.kind === 'task' ? work.handler : `runs ${work.uses}`;
  return [`for each item: ${what}`, `at most ${max_concurrency} at a time`];
}

function linesOf(id: string, node: PlanNode): string[] {
  const describe = DESCRIBE[node.kind] as (node: PlanNode) => string[];
  const ends = [
    ...(node.when === undefined ? [] : [`when ${node.when}`]),
    ...(node.complete_when === undefined ? [] : [`completes the job when ${node.complete_when.when}`]),
    ...(node.fail_when === undefined ? [] : [`fails the job when ${node.fail_when.when}`]),
  ];
  return [id, ...[...describe(node), ...ends].map((line) => clip(line.replace(/\s+/g, ' '), LONGEST_LINE))];
}
