import type { Compilation } from '../compilation.ts';
import { BOOLEAN, NUMBER, STRING, type Type, UNKNOWN } from '../types/type.ts';
import { union } from '../types/union.ts';
import { nodeAt, type Path } from '../yaml-node.ts';
import type { NodeTypes } from './node-types.ts';
import { type IsCertain, type Names, ValueChecker } from './values.ts';

/** What the checks of one node see. */
export interface NodeContext {
  id: string;
  /** `nodes.<id>` */
  path: Path;
  /** What the node's own templates see. */
  names: Names;
  types: NodeTypes;
  isCertain: IsCertain;
  compilation: Compilation;
}

/** A value that can stand in a text. */
const SCALAR: Type = union([STRING, NUMBER, BOOLEAN]);

export function checkCondition(path: Path, names: Names, context: NodeContext): void {
  checkValue(path, UNKNOWN, names, context);
}

export function checkText(path: Path, names: Names, context: NodeContext): void {
  checkValue(path, SCALAR, names, context);
}

/** Checks what stands at a path, if anything does. */
export function checkValue(path: Path, wanted: Type, names: Names, { compilation, isCertain }: NodeContext): void {
  const node = nodeAt(compilation.root, path);
  if (node) new ValueChecker(compilation, names, isCertain).check(node, wanted, `\`${String(path.at(-1))}\``);
}
