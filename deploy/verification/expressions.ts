import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { load } from 'js-yaml';
import { z } from 'zod';
import { ROOT } from './workshop.ts';

const rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});
const dashboard = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) });

/** Of the alert rules. */
export function alertExpressions(): string[] {
  const { groups } = rules.parse(load(readFileSync(join(ROOT, 'deploy/prometheus/alerts.yml'), 'utf8')));
  return groups.flatMap((group) => group.rules.map(({ expr }) => expr));
}

/** Of the panels of all dashboards. */
export function panelExpressions(): string[] {
  const folder = join(ROOT, 'deploy/grafana/dashboards');
  return readdirSync(folder).flatMap((name) =>
    dashboard
      .parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      .panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  );
}

/** Names of the metrics that an expression asks for. */
export function metricsIn(expression: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, node }) => {
      const name = type.name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (name) found.push(expression.slice(name.from, name.to));
    },
  });
  return found;
}
