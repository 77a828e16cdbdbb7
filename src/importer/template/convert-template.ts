import { TemplateError } from '../../plan/template/error.ts';
import { isTemplate, parseTemplate } from '../../plan/template/template.ts';
import type { LocalNames, TemplateNames } from './context.ts';
import { doubtsAbout } from './doubts.ts';
import { plainTemplate } from './plain-template.ts';
import { ExpressionRewriter, NotCarried } from './rewrite-expression.ts';

export interface ConvertedTemplate {
  /** As it was where it cannot be carried over. */
  text: string;
  /** Why it cannot be carried over. */
  fault: string | undefined;
  /** Where it may come to something else than it did. */
  doubts: string[];
}

/** A template of the old dialect (Jinja2) as one of the language. A text without templates stays as it is. */
export function convertTemplate(source: string, names: TemplateNames, locals: LocalNames = []): ConvertedTemplate {
  if (!isTemplate(source)) return { text: source, fault: undefined, doubts: [] };
  try {
    return { ...rewriteTemplate(plainTemplate(source), names, locals), fault: undefined };
  } catch (error) {
    if (error instanceof TemplateError || error instanceof NotCarried) {
      return { text: source, fault: error.message, doubts: [] };
    }
    throw error;
  }
}

function rewriteTemplate(
  source: string,
  names: TemplateNames,
  locals: LocalNames,
): Pick<ConvertedTemplate, 'text' | 'doubts'> {
  const doubts = new Set<string>();
  const { parts, whole } = parseTemplate(source);
  const rewriter = new ExpressionRewriter(source, names, locals);
  let text = '';
  let position = 0;
  for (const part of parts) {
    if (part.kind === 'text') continue;
    const { expression } = part;
    for (const doubt of doubtsAbout(expression, !whole, names)) doubts.add(doubt);
    text += source.slice(position, expression.start) + rewriter.rewrite(expression);
    // In a longer text an input that was not given was empty; null there is an error.
    if (!whole && rewriter.isOptionalInput(expression)) text += " | default('', true)";
    position = expression.end;
  }
  return { text: text + source.slice(position), doubts: [...doubts] };
}
