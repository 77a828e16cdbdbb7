import type { JsonValue } from '../../plan/json.ts';
import { isTemplate, parseTemplate } from '../../plan/template/template.ts';
import { plainTemplate } from '../template/plain-template.ts';

/** A branch's condition as a template of old, or why there is none. */
export interface ReadCondition {
  when: string;
  /** What was guessed. */
  guess?: string;
  fault?: string;
}

const COMPARISON = /^(<=|>=|==|!=|<|>|=|not in\b|in\b)\s*([\s\S]+)$/;
const LITERAL = /^(-?\d+(\.\d+)?([eE][+-]?\d+)?|'[^']*'|"[^"]*"|\[[\s\S]*\]|[Tt]rue|[Ff]alse|[Nn]one|null)$/;
const NEVER = '{{ false }}';

/** The expression in `{{ nodes.x.output.size }}`; undefined where a field is no one expression. */
export function wholeExpression(field: JsonValue): string | undefined {
  if (typeof field !== 'string') return undefined;
  if (!isTemplate(field)) return /^[\w.]+$/.test(field) ? field : undefined;
  const plain = plainTemplate(field).trim();
  try {
    return parseTemplate(plain).whole ? plain.slice(2, -2).trim() : undefined;
  } catch {
    // Told where the template is carried over.
    return plain.slice(2, -2).trim();
  }
}

/** `< 100`, `== 'x'`, `in ['a', 'b']`, a plain value (equal to it), or a template of its own. */
export function readCondition(condition: JsonValue | undefined, field: string | undefined): ReadCondition {
  if (condition === undefined) return { when: NEVER, fault: 'A branch that is not the default needs a `condition`.' };
  const text = String(condition).trim();
  if (isTemplate(text)) return { when: text };
  if (field === undefined) {
    return {
      when: NEVER,
      fault: `\`${text}\` is to be compared with a \`condition_field\`, which is not one expression.`,
    };
  }
  const operand = /^[\w.]+$/.test(field) ? field : `(${field})`;
  const [, sign = '==', right = text] = COMPARISON.exec(text) ?? [];
  const operator = sign === '=' ? '==' : sign;
  const compared = (value: string) => `{{ ${operand} ${operator} ${value} }}`;
  if (LITERAL.test(right)) {
    if (COMPARISON.test(text) || typeof condition !== 'string') return { when: compared(right) };
    return { when: compared(right), guess: `The condition \`${text}\` has no sign: read as equal to it.` };
  }
  if (/^[\w .-]+$/.test(right)) {
    const value = `'${right}'`;
    return { when: compared(value), guess: `\`${right}\` in the condition \`${text}\` is read as the text ${value}.` };
  }
  return { when: NEVER, fault: `The condition \`${text}\` cannot be read.` };
}
