import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import { given, type Page, type PageAsked, type PageQuery, readPage } from '../reads/read-page.ts';
import { timeOf, timeOrNull } from '../reads/time.ts';

/** dead: given up, until somebody asks for it again. */
export const WEBHOOK_STATES = ['pending', 'delivered', 'dead'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** A callback, without what it says. */
export interface WebhookView {
  delivery_id: string;
  platform_id: string;
  asset_id: string;
  version_ordinal: number;
  request_id: string;
  type: string;
  /** Without its query, which may have its owner's secrets in it. */
  url: string;
  state: WebhookState;
  round: number;
  attempts: number;
  last_status: number | null;
  last_error: Fault | null;
  last_attempt_at: string | null;
  created_at: string;
  ended_at: string | null;
}

interface Row extends Omit<WebhookView, 'last_attempt_at' | 'created_at' | 'ended_at'> {
  last_attempt_at: Date | null;
  created_at: Date;
  ended_at: Date | null;
}

export interface WebhookFilter {
  /** Null: of all platforms. */
  platform_id: string | null;
  state: WebhookState;
}

const COLUMNS = `delivery_id, platform_id, asset_id, ordinal AS version_ordinal, request_id, type, url, state, round, attempts,
  last_status, last_error, last_attempt_at, created_at, ended_at`;

/** Callbacks in one state, in the order in which they came to be. */
export async function listWebhooks(db: Queryable, filter: WebhookFilter, page: PageAsked): Promise<Page<WebhookView>> {
  const { rows, next } = await readPage<Row & Record<string, unknown>>(db, webhookPage(filter, page));
  return { rows: rows.map(viewOf), next };
}

export function webhookPage({ platform_id, state }: WebhookFilter, page: PageAsked): PageQuery {
  return {
    ...page,
    select: COLUMNS,
    from: 'rhumbline.webhook_delivery_view',
    where: given({ 'platform_id =': platform_id, 'state =': state }),
    key: [
      ['created_at', 'time'],
      ['delivery_id', 'text'],
    ],
  };
}

/** Of a delivery that is there. */
export async function readWebhookView(db: Queryable, deliveryId: string): Promise<WebhookView> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM rhumbline.webhook_delivery_view WHERE delivery_id = $1`,
    [deliveryId],
  );
  if (rows[0] === undefined) throw new Error(`the delivery ${deliveryId} is gone`);
  return viewOf(rows[0]);
}

function viewOf({ last_attempt_at, created_at, ended_at, ...row }: Row): WebhookView {
  return {
    ...row,
    last_attempt_at: timeOrNull(last_attempt_at),
    created_at: timeOf(created_at),
    ended_at: timeOrNull(ended_at),
  };
}
