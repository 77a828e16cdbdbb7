import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { type Compiled, compile } from '../../../src/yaml-compiler/compile.ts';

export function compileText(source: string): Compiled {
  return compile(source, { file: 'x.yaml', catalogue: HANDLER_CATALOGUE });
}

/** `line:column code`, the part of a diagnostic that other tools rely on. */
export function placesOf(source: string): string[] {
  return compileText(source).diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** A spec whose nodes are the given YAML, which starts at line 4. */
export function withNodes(nodes: string): string {
  return `workflow_id: x\nversion: 1\nnodes:\n${nodes}`;
}
