import type { NodeKind } from '../../plan/plan.ts';
import type { Picture, PictureCluster, PictureEdge, PictureNode } from './picture.ts';

const LOOKS: Readonly<Record<NodeKind, { shape: string; fill: string }>> = {
  task: { shape: 'box', fill: '#e8f1fb' },
  workflow: { shape: 'component', fill: '#e8f1fb' },
  conditional: { shape: 'diamond', fill: '#fdf3d8' },
  fan_out: { shape: 'trapezium', fill: '#e3f4e4' },
  fan_in: { shape: 'invtrapezium', fill: '#e3f4e4' },
  approval: { shape: 'hexagon', fill: '#fbe4e6' },
  sleep: { shape: 'ellipse', fill: '#eeeeee' },
};

export const DIRECTIONS = ['TB', 'LR'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The picture in Graphviz's language. */
export function toDot(picture: Picture, direction: Direction): string {
  const lines = [
    `digraph ${quote(picture.title)} {`,
    `  graph [label=${quote(picture.title)}, labelloc=t, rankdir=${direction}, compound=true, fontname="Helvetica,Arial,sans-serif"];`,
    '  node [style="filled,rounded", color="#44546a", fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.2,0.1"];',
    '  edge [color="#44546a", fontname="Helvetica,Arial,sans-serif", fontsize=10];',
    ...drawInside(picture, '  '),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function drawInside({ nodes, clusters, edges }: Picture, indent: string): string[] {
  const byPath = new Map(clusters.map((cluster) => [cluster.path, cluster]));
  return [
    ...nodes.map((node) => `${indent}${drawNode(node)}`),
    ...clusters.flatMap((cluster) => drawCluster(cluster, indent)),
    ...edges.map((edge) => `${indent}${drawEdge(edge, byPath)}`),
  ];
}

function drawNode({ path, kind, lines }: PictureNode): string {
  const { shape, fill } = LOOKS[kind];
  // Rounded corners of a diamond make it a blob.
  const style = kind === 'task' || kind === 'workflow' ? '' : ', style=filled';
  return `${quote(path)} [label=${quote(lines.join('\n'))}, shape=${shape}, fillcolor="${fill}"${style}];`;
}

function drawCluster({ path, kind, lines, inside }: PictureCluster, indent: string): string[] {
  const { fill } = LOOKS[kind];
  const label = quote(lines.join('\n'));
  return [
    `${indent}subgraph ${quote(clusterName(path))} {`,
    `${indent}  graph [label=${label}, style="rounded,filled", color="#44546a", fillcolor="${fill}80", fontsize=11];`,
    ...drawInside(inside, `${indent}  `),
    `${indent}}`,
  ];
}

function clusterName(path: string): string {
  return `cluster ${path}`;
}

/** An edge goes from node to node: where one is a cluster, to a node in it, and is cut at the cluster's border. */
function drawEdge({ from, to, role, label }: PictureEdge, clusters: ReadonlyMap<string, PictureCluster>): string {
  const tail = clusters.get(from);
  const head = clusters.get(to);
  const attributes = [
    ...(label === '' ? [] : [`label=${quote(label)}`]),
    ...(role === 'required' ? [] : ['style=dashed']),
    ...(tail ? [`ltail=${quote(clusterName(from))}`] : []),
    ...(head ? [`lhead=${quote(clusterName(to))}`] : []),
  ];
  const ends = `${quote(tail ? lastIn(tail) : from)} -> ${quote(head ? firstIn(head) : to)}`;
  return attributes.length === 0 ? `${ends};` : `${ends} [${attributes.join(', ')}];`;
}

function firstIn(cluster: PictureCluster): string {
  return nodeIn(cluster, (path, edges) => !edges.some(({ to }) => to === path), firstIn);
}

function lastIn(cluster: PictureCluster): string {
  return nodeIn(cluster, (path, edges) => !edges.some(({ from }) => from === path), lastIn);
}

function nodeIn(
  { path, inside }: PictureCluster,
  isWanted: (path: string, edges: readonly PictureEdge[]) => boolean,
  within: (cluster: PictureCluster) => string,
): string {
  const node = inside.nodes.find((candidate) => isWanted(candidate.path, inside.edges));
  if (node) return node.path;
  const cluster = inside.clusters.find((candidate) => isWanted(candidate.path, inside.edges));
  return cluster ? within(cluster) : path;
}

/** In a label `\n` is a line break; other backslashes are themselves. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
