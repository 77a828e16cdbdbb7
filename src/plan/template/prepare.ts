import { isJsonObject, type JsonValue } from '../json.ts';
import { evaluateTemplate, type Scope } from './evaluate.ts';
import { isTemplate, parseTemplate } from './template.ts';

/** Gives the value for one scope. @throws TemplateError */
export type Rendering = (scope: Scope) => JsonValue;

/**
 * `render` in two halves, for JSON that is rendered for thousands of scopes: its templates are read once.
 *
 * @throws TemplateError where a template cannot be read
 */
export function prepare(value: JsonValue): Rendering {
  if (typeof value === 'string' && isTemplate(value)) {
    const template = parseTemplate(value);
    return (scope) => evaluateTemplate(template, scope);
  }
  if (Array.isArray(value)) {
    const items = value.map(prepare);
    return (scope) => items.map((item) => item(scope));
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, member]) => [key, prepare(member)] as const);
    return (scope) => Object.fromEntries(entries.map(([key, member]) => [key, member(scope)]));
  }
  return () => value;
}
