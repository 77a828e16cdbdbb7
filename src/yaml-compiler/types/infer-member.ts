import type { Member, Span } from '../../plan/template/ast.ts';
import { pathText } from '../../plan/template/evaluate.ts';
import { nodeIdOf } from '../../plan/template/walk.ts';
import { describeType, optionsOf, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { union } from './union.ts';

/** A field as it is mentioned. */
interface FieldMention {
  /** Whose field it is, for messages. */
  path: string;
  property: string;
  /** Where the field's name stands. */
  at: Span;
}

/** The type of `object.property`. */
export function typeOfMember({ object, property, at }: Member, owner: Type, scope: TypeScope): Type {
  return typeOfField({ path: pathText(object), property, at }, owner, scope);
}

/** The type of a field of a value of a type. A field that it can never have is reported. */
export function typeOfField(field: FieldMention, owner: Type, scope: TypeScope): Type {
  const found = optionsOf(owner).map((option) => memberOf(option, field.property));
  const types = found.filter((type) => type !== undefined);
  if (types.length > 0) return union(types);
  if (scope.isHeard) reportUnknownField(field, owner, scope);
  return UNKNOWN;
}

function memberOf(owner: Type, property: string): Type | undefined {
  if (owner.kind === 'unknown') return UNKNOWN;
  if (owner.kind !== 'object') return undefined;
  return Object.hasOwn(owner.fields, property) ? owner.fields[property]?.type : owner.rest;
}

function reportUnknownField({ path, property, at }: FieldMention, owner: Type, scope: TypeScope): void {
  const fields = optionsOf(owner).flatMap((option) => (option.kind === 'object' ? Object.keys(option.fields) : []));
  const hint = scope.hintFor(property, fields);
  if (path === 'nodes') return scope.report('unknown-node', at, `There is no node \`${property}\`.${hint}`);
  if (path === 'inputs') {
    return scope.report('unknown-input', at, `The spec declares no input \`${property}\`.${hint}`);
  }
  if (fields.length === 0) {
    const message = `\`${path}\` is ${describeType(owner)} and has no field \`${property}\`.`;
    return scope.report('template-type', at, message);
  }
  const code = path.startsWith('nodes.') ? 'unknown-output-field' : 'unknown-name';
  scope.report(code, at, `\`${path}\` has no field \`${property}\`.${hint}`);
}

/** `nodes.x.output` of a node that may have been skipped or have failed needs a guard. */
export function reportUncertain(node: Member, scope: TypeScope): void {
  const nodeId = node.property === 'output' ? nodeIdOf(node.object) : undefined;
  if (nodeId === undefined || scope.isCertain(nodeId)) return;
  const message =
    `\`${nodeId}\` may not have completed here. Guard it: \`{{ nodes.${nodeId}.output.… | default(…) }}\`` +
    ` or \`{{ … if nodes.${nodeId}.state == 'completed' else … }}\`.`;
  scope.report('maybe-skipped', node, message);
}
