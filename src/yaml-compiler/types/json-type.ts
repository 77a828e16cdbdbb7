import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { isTemplate, parseTemplate } from '../../plan/template/template.ts';
import { generalise } from './generalise.ts';
import { arrayOf, NULL, objectOf, type Type } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { unionOfMany } from './union.ts';
import { typeOfTemplate } from './value-type.ts';

/** The type of JSON out of a plan, whose strings may hold templates. */
export function typeOfJson(value: JsonValue, names: TypeScope['names']): Type {
  if (Array.isArray(value)) {
    const items = value.map((item) => generalise(typeOfJson(item, names)));
    return arrayOf(unionOfMany(items));
  }
  if (isJsonObject(value)) {
    return objectOf(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, typeOfJson(field, names)])));
  }
  if (typeof value === 'string' && isTemplate(value)) return typeOfTemplate(parseTemplate(value), names);
  return value === null ? NULL : { kind: 'constant', value };
}
