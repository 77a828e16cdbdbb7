import type { NodeKind } from '../../plan/plan.ts';
import type { Direction } from './dot.ts';
import type { Picture, PictureCluster, PictureEdge, PictureNode } from './picture.ts';

/** What stands around a node's label. */
const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  task: ['[', ']'],
  workflow: ['[[', ']]'],
  conditional: ['{', '}'],
  fan_out: ['[/', '\\]'],
  fan_in: ['[\\', '/]'],
  approval: ['{{', '}}'],
  sleep: ['([', '])'],
};

/** The picture as a Mermaid flowchart. */
export function toMermaid(picture: Picture, direction: Direction): string {
  const names = namesFor(picture);
  const lines = ['---', `title: ${JSON.stringify(picture.title)}`, '---', `flowchart ${direction}`];
  return `${[...lines, ...drawInside(picture, names, '  ')].join('\n')}\n`;
}

type Names = ReadonlyMap<string, string>;

/** What nodes are called in the text: with a prefix, since words such as `end` mean something there. */
function namesFor(picture: Picture, names = new Map<string, string>()): Map<string, string> {
  const taken = new Set(names.values());
  for (const { path } of [...picture.nodes, ...picture.clusters]) {
    const wanted = `n_${path.replaceAll('/', '__')}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    names.set(path, name);
  }
  for (const { inside } of picture.clusters) namesFor(inside, names);
  return names;
}

function drawInside({ nodes, clusters, edges }: Picture, names: Names, indent: string): string[] {
  return [
    ...nodes.map((node) => indent + drawNode(node, names)),
    ...clusters.flatMap((cluster) => drawCluster(cluster, names, indent)),
    ...edges.map((edge) => indent + drawEdge(edge, names)),
  ];
}

function drawNode({ path, kind, lines }: PictureNode, names: Names): string {
  const [open, close] = SHAPES[kind];
  return `${names.get(path)}${open}${quote(lines.join('\n'))}${close}`;
}

function drawCluster({ path, lines, inside }: PictureCluster, names: Names, indent: string): string[] {
  return [
    `${indent}subgraph ${names.get(path)}[${quote(lines.join('\n'))}]`,
    ...drawInside(inside, names, `${indent}  `),
    `${indent}end`,
  ];
}

function drawEdge({ from, to, role, label }: PictureEdge, names: Names): string {
  const arrow = role === 'required' ? '-->' : '-.->';
  return `${names.get(from)} ${arrow}${label === '' ? '' : `|${quote(label)}|`} ${names.get(to)}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '#amp;',
  '"': '#quot;',
  '<': '#lt;',
  '>': '#gt;',
  '#': '#35;',
  '`': '#96;',
  '\\': '#92;',
};

/** Labels are read as HTML and Markdown: signs that mean something there are written as entities, with # for &. */
function quote(text: string): string {
  return `"${text.replace(/[&"<>#`\\]/g, (sign) => ENTITIES[sign] ?? sign).replaceAll('\n', '<br/>')}"`;
}
