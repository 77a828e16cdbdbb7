import type { Mentions } from '../template/mentions.ts';

export const OLD_NODE_TYPES = ['start', 'end', 'task', 'conditional', 'fan_out', 'fan_in'] as const;
export type OldNodeType = (typeof OLD_NODE_TYPES)[number];

/** A mention of a node by its old id, where it stands in the file. */
export interface NodeRef {
  id: string;
  offset: number;
  /** Written with a `?`. */
  optional: boolean;
}

/** What a node waits for, as far as the old file says so at one place. */
export interface OldDependsOn {
  all: NodeRef[];
  any: NodeRef[];
}

export interface OldBranch {
  /** In the new spec. */
  name: string;
  next: NodeRef[];
}

/** The edges of a node; what it does is read later. */
export interface OldGraphNode {
  type: OldNodeType | undefined;
  offset: number;
  next: NodeRef[];
  dependsOn: OldDependsOn;
  branches: OldBranch[];
  mentions: Mentions;
}

/** By old id, in the order of the file. */
export type OldGraph = ReadonlyMap<string, OldGraphNode>;

/** Nodes that only mark where a workflow begins and ends. */
export function isDissolved(node: OldGraphNode | undefined): boolean {
  return node?.type === 'start' || node?.type === 'end';
}
