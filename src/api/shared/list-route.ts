import { z } from 'zod';
import { ORDERS, type Order, type Page, type PageAsked } from '../../assets/reads/read-page.ts';
import { canonicalJson } from '../../plan/json.ts';
import { type Cursors, MAX_CURSOR } from './cursor.ts';
import { type Call, defineRoute, type Route, type RouteDefinition } from './route.ts';

/** Items a page, where nobody says how many, and at most. */
const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

const NO_PARAMETERS = z.object({});

type Listed<P extends z.ZodObject> = Omit<
  RouteDefinition<P, z.ZodObject, z.ZodUndefined, z.ZodObject>,
  'method' | 'query' | 'body' | 'reply' | 'handle' | 'stream'
>;

export interface ListDefinition<P extends z.ZodObject, F extends z.ZodObject, I extends z.ZodType> extends Listed<P> {
  /** Query parameters besides `limit`, `cursor` and `order`. */
  filters: F;
  order: Order;
  limits?: { default: number; maximum: number };
  reply: {
    /** Of the body, in the document. */
    id: string;
    description: string;
    /** The field of the body that holds the items. */
    items: string;
    item: I;
    /** Fields of the body besides. */
    around?: z.ZodRawShape;
  };
  read(
    call: Call<P, F, z.ZodUndefined>,
    page: PageAsked,
  ): Promise<Page<z.input<I>> & { around?: Record<string, unknown> }>;
}

/** A GET that answers in pages: `limit`, `cursor` and `order` in, `next_cursor` and a Link out. */
export function defineList<P extends z.ZodObject, F extends z.ZodObject, I extends z.ZodType>(
  cursors: Cursors,
  { filters, order, limits, reply, read, ...route }: ListDefinition<P, F, I>,
): Route {
  const query = z.strictObject({ ...filters.shape, ...pageQuery(order, limits) });
  return defineRoute({
    ...route,
    params: route.params ?? (NO_PARAMETERS as z.ZodObject),
    method: 'get',
    query,
    problems: ['invalid_cursor', ...route.problems],
    reply: {
      status: 200,
      description: `${reply.description} With more to come, the header Link has the next page.`,
      schema: z
        .object({ ...reply.around, [reply.items]: z.array(reply.item), next_cursor: nextCursor })
        .meta({ id: reply.id }),
      headers: linkHeader,
    },
    handle: async ({ query: asked, params, ...call }) => {
      const { limit, cursor, order: wanted, ...filtered } = asked as PageParameters & Record<string, unknown>;
      const list = listName(route.operation_id, { ...params, ...filtered, order: wanted });
      const after = cursor === undefined ? null : cursors.open(list, cursor);
      const page = await read(
        { ...call, body: undefined, params: params as z.output<P>, query: filtered as z.output<F> },
        { order: wanted, after, limit },
      );
      const next_cursor = page.next === null ? null : cursors.seal(list, page.next);
      return { body: { ...page.around, [reply.items]: page.rows, next_cursor }, next_cursor };
    },
  });
}

interface PageParameters {
  limit: number;
  cursor: string | undefined;
  order: Order;
}

function pageQuery(order: Order, limits = { default: DEFAULT_LIMIT, maximum: MAX_LIMIT }) {
  const range = `must be a whole number from 1 to ${limits.maximum}`;
  return {
    limit: z
      .string()
      .regex(/^[0-9]+$/, range)
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= limits.maximum, range)
      .default(limits.default)
      .meta({
        description: 'Items a page, at most.',
        example: limits.default,
        override: { type: 'integer', minimum: 1, maximum: limits.maximum, default: limits.default },
      }),
    cursor: z.string().min(1).max(MAX_CURSOR).optional().meta({ description: 'The `next_cursor` of the page before.' }),
    order: z.enum(ORDERS).default(order).meta({ description: 'Ascending is oldest first.' }),
  };
}

export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'For the next page; null when there is no more at present.', example: null });

const linkHeader = z.object({
  Link: z
    .string()
    .optional()
    .meta({ description: 'RFC 8288: the next page.', example: '</api/assets?limit=50&cursor=…>; rel="next"' }),
});

/** A cursor holds for one list, filtered and ordered in one way. */
function listName(operationId: string, asked: Record<string, unknown>): string {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return `${operationId} ${canonicalJson(JSON.parse(JSON.stringify(given)))}`;
}
