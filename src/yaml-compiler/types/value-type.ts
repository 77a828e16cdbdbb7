import type { Template } from '../../plan/template/ast.ts';
import type { Compilation } from '../compilation.ts';
import { isUnreadable, type YamlNode } from '../yaml-node.ts';
import { bounded } from './bounded.ts';
import { generalise } from './generalise.ts';
import { infer } from './infer.ts';
import { arrayOf, NULL, objectOf, STRING, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { unionOfMany } from './union.ts';

/** The type of JSON that may hold templates. Tells no faults: that is for whoever checks the place. */
export function typeOfValue(node: YamlNode, names: TypeScope['names'], templates: Compilation['templates']): Type {
  if (node.kind === 'sequence') {
    const items = node.items.map((item) => generalise(typeOfValue(item, names, templates)));
    return arrayOf(unionOfMany(items));
  }
  if (node.kind === 'mapping') {
    const fields = node.entries.map(({ key, value }) => [key, typeOfValue(value, names, templates)] as const);
    return objectOf(Object.fromEntries(fields));
  }
  if (isUnreadable(node)) return UNKNOWN;
  const use = templates.get(node);
  if (use) return use.isBroken ? UNKNOWN : typeOfTemplate(use.template, names);
  return node.value === null ? NULL : { kind: 'constant', value: node.value };
}

/** What is put into something larger is bounded, since that can be put into something larger again. */
export function typeOfTemplate({ whole }: Template, names: TypeScope['names']): Type {
  return whole
    ? bounded(infer(whole, { names, isCertain: () => true, report: () => {}, hintFor: () => '', isHeard: false }))
    : STRING;
}
