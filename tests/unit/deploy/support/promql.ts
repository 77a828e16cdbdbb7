import { parser } from '@prometheus-io/lezer-promql';

export interface Selector {
  readonly metric: string;
  /** Names of labels in braces. */
  readonly labels: readonly string[];
}

export interface Expression {
  /** Whether Prometheus' own grammar takes it. */
  readonly isValid: boolean;
  readonly selectors: readonly Selector[];
  /** Names of labels after `by` and `on`. */
  readonly grouped: readonly string[];
}

/** Reads an expression by the grammar that Prometheus' own user interface has. */
export function readExpression(text: string): Expression {
  const expression = { isValid: true, selectors: [] as Selector[], grouped: [] as string[] };
  parser.parse(text).iterate({
    enter: ({ type, node, from, to }) => {
      if (type.isError) expression.isValid = false;
      if (type.name === 'GroupingLabels') expression.grouped.push(...names(text.slice(from, to)));
      if (type.name !== 'VectorSelector') return;
      const metric = node.getChild('Identifier');
      const matchers = node.getChild('LabelMatchers');
      const labels = matchers ? [...text.slice(matchers.from, matchers.to).matchAll(/([a-z_]+)\s*[=!]/g)] : [];
      expression.selectors.push({
        metric: metric ? text.slice(metric.from, metric.to) : 'none',
        labels: labels.map(([, name = '']) => name),
      });
    },
  });
  return expression;
}

function names(list: string): string[] {
  return [...list.matchAll(/[a-z_]+/g)].map(([name]) => name);
}
