import { toJson, type YamlEntry, type YamlNode } from '../../yaml-compiler/yaml-node.ts';
import type { FindingSink } from '../finding.ts';
import { mentionsIn } from '../template/mentions.ts';
import { branchNames, readBranches } from './branches.ts';
import {
  type NodeRef,
  OLD_NODE_TYPES,
  type OldDependsOn,
  type OldGraph,
  type OldGraphNode,
  type OldNodeType,
} from './old-graph.ts';
import { member, readRefs } from './refs.ts';

/** Where the templates of a node stand: what they mention is a parent of the node. */
const TEMPLATE_FIELDS = ['params', 'source', 'task', 'condition', 'condition_field', 'branches'];

/** The edges of every node. Faults in them are told; what is well-formed is given all the same. */
export function readGraph(nodes: readonly YamlEntry[], sink: FindingSink): OldGraph {
  return new Map(nodes.map((entry) => [entry.key, readNode(entry, sink)]));
}

function readNode({ keyStart, value }: YamlEntry, sink: FindingSink): OldGraphNode {
  const branches = readBranches(value);
  const names = branchNames(branches);
  return {
    type: typeOf(value),
    offset: keyStart,
    next: readRefs(member(value, 'next'), sink),
    dependsOn: readDependsOn(member(value, 'depends_on'), sink),
    branches: branches.map((branch, index) => ({ name: names[index] as string, next: readRefs(branch.next, sink) })),
    mentions: mentionsIn(TEMPLATE_FIELDS.map((field) => member(value, field))),
  };
}

function typeOf(node: YamlNode): OldNodeType | undefined {
  const type = member(node, 'type');
  const declared = type === undefined ? 'task' : toJson(type);
  return OLD_NODE_TYPES.find((candidate) => candidate === declared);
}

function readDependsOn(node: YamlNode | undefined, sink: FindingSink): OldDependsOn {
  if (node?.kind !== 'mapping') return { all: readRefs(node, sink), any: [] };
  for (const { key, keyStart } of node.entries) {
    if (key !== 'all_of' && key !== 'any_of')
      sink.report('unknown-field', keyStart, `\`depends_on\` has no \`${key}\`.`);
  }
  const any: NodeRef[] = readRefs(member(node, 'any_of'), sink);
  return { all: readRefs(member(node, 'all_of'), sink), any };
}
