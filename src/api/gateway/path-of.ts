import { invalidRequest } from '../shared/parse.ts';

/** In a path these are steps and no names, however they are encoded. */
const STEPS: readonly unknown[] = ['.', '..'];

/**
 * A path of the domain API: a template as OpenAPI writes it, with each parameter as one segment of it.
 *
 * @throws ProblemError `invalid_request` for a parameter that would lead to another path
 */
export function pathOf(template: string, params: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name]);
    if (!STEPS.includes(value)) return encodeURIComponent(value);
    throw invalidRequest([{ parameter: name, code: 'invalid_value', message: `${name}: must not be . or ...` }]);
  });
}
