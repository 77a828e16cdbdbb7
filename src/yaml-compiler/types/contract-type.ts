import { isJsonObject } from '../../plan/json.ts';
import type { HandlerSignature } from '../handler-catalogue.ts';
import { typeOfContract } from './schema-type.ts';
import { type Field, objectWith, type Type, UNKNOWN } from './type.ts';

/**
 * In a contract's output: the field is what a param was (`params.message`), or all of them (`params`). What a handler gives back as it
 * came has so the type of what it got, where the contract by itself can only say "anything".
 */
export const SAME_AS = 'x-same-as';

/** The type of what a handler gives for params of a type. */
export function outputTypeOf(handler: HandlerSignature | undefined, params: Type): Type {
  const declared = typeOfContract(handler?.output);
  const properties = handler?.output.properties;
  if (declared.kind !== 'object' || !isJsonObject(properties)) return declared;
  const fields = Object.entries(declared.fields).map(([name, field]): [string, Field] => {
    const property = properties[name];
    const source = isJsonObject(property) ? property[SAME_AS] : undefined;
    return [name, typeof source === 'string' ? { ...field, type: given(source, params) } : field];
  });
  return objectWith(Object.fromEntries(fields), declared.rest);
}

function given(source: string, params: Type): Type {
  const [, name] = source.split('.');
  if (name === undefined) return params;
  return (params.kind === 'object' && Object.hasOwn(params.fields, name) && params.fields[name]?.type) || UNKNOWN;
}
