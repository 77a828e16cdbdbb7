import type { JsonObject, JsonValue } from '../json.ts';
import type { TemplatedValue } from '../plan.ts';
import { TemplateError } from '../template/error.ts';
import { render, type Scope } from '../template/evaluate.ts';

/**
 * A job's outputs. When a condition ended the job early, an output that mentions what was not reached is null; else an undefined
 * name is an error.
 */
export function outputsOf(
  outputs: Record<string, TemplatedValue>,
  scope: Scope,
  { endedEarly }: { endedEarly: boolean },
): JsonObject {
  if (!endedEarly) return render(outputs, scope) as JsonObject;
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, renderIfThere(value, scope)]));
}

function renderIfThere(value: TemplatedValue, scope: Scope): JsonValue {
  try {
    return render(value, scope);
  } catch (error) {
    if (error instanceof TemplateError && error.code === 'template_undefined') return null;
    throw error;
  }
}
