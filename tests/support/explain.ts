import type pg from 'pg';
import { type PageQuery, pageSql } from '../../src/assets/reads/read-page.ts';

/** As EXPLAIN (ANALYZE, FORMAT JSON) has it. */
export interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

export interface Explained {
  Plan: PlanNode;
  'Planning Time': number;
  'Execution Time': number;
}

/** How PostgreSQL really answers a page of a list. */
export async function explain(pool: pg.Pool, query: PageQuery): Promise<Explained> {
  const { text, values } = pageSql(query);
  const { rows } = await pool.query<{ 'QUERY PLAN': [Explained] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
    values,
  );
  const explained = rows[0]?.['QUERY PLAN'][0];
  if (explained === undefined) throw new Error('EXPLAIN has said nothing');
  return explained;
}

/** The plan's nodes, the outermost first. */
export function nodesOf({ Plan }: Explained): PlanNode[] {
  const nodes: PlanNode[] = [];
  const open = [Plan];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    nodes.push(node);
    open.unshift(...(node.Plans ?? []));
  }
  return nodes;
}
