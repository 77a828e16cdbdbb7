import { z } from 'zod';
import { duration, json } from '../../yaml-compiler/spec/fields.ts';
import { code, jsonObject } from './fields.ts';

const fail = z
  .union([
    code,
    z.strictObject({
      code,
      message: z.string().optional(),
      retryable: z.boolean().optional().describe('False when no retry can mend it. Default: true.'),
      detail: jsonObject.optional(),
    }),
  ])
  .describe('The code of a failure, or { code, message, retryable, detail }.');

export const replyFields = {
  output: json
    .optional()
    .describe('What the handler gives; held against its contract. Templates see `params`, `key` and `attempt`.'),
  fail: fail.optional(),
  takes: duration.optional().describe('In virtual time. Default: no time at all.'),
};

const REPLY = z.strictObject(replyFields).describe('What one attempt comes to.');
const REPLIES = z
  .union([z.array(REPLY).min(1), REPLY])
  .describe('What an attempt comes to; or a list: attempt by attempt, the last one for all that follow.');

export const HANDLERS = z
  .record(z.string(), REPLIES)
  .describe('Answers of handlers, by name, for nodes that have none of their own.');

export type FailSpec = z.output<typeof fail>;
export type ReplySpec = z.output<typeof REPLY>;
/** One mapping for the answers of all kinds of node; which fields go with which is checked after the shape. */
export interface AnswerFields extends ReplySpec {
  approved?: boolean | undefined;
  by?: string | undefined;
  comment?: string | undefined;
  items?: Record<string, AnswerSpec> | undefined;
  others?: AnswerSpec | undefined;
  nodes?: Record<string, AnswerSpec> | undefined;
  handlers?: Record<string, ReplySpec | ReplySpec[]> | undefined;
}
export type AnswerSpec = ReplySpec[] | AnswerFields;

const ANSWER: z.ZodType<AnswerSpec> = z.union([
  z.array(REPLY).min(1),
  z.strictObject({
    ...replyFields,
    approved: z.boolean().optional().describe('Of an approval: the decision. Without an answer nobody decides.'),
    by: z.string().min(1).optional().describe('Who decides.'),
    comment: z.string().optional(),
    items: z
      .record(
        z.string(),
        z.lazy(() => ANSWER),
      )
      .optional()
      .describe('Of a fan-out: answers by the keys of items.'),
    others: z
      .lazy(() => ANSWER)
      .optional()
      .describe('Of a fan-out: the answer for items that `items` does not name.'),
    nodes: z
      .record(
        z.string(),
        z.lazy(() => ANSWER),
      )
      .optional()
      .describe('Of a use of another spec, which is then run: answers for its nodes.'),
    handlers: HANDLERS.optional(),
  }),
]);

export const NODES = z.record(z.string(), ANSWER).describe('Answers by node.');
export const answers = { nodes: NODES.optional(), handlers: HANDLERS.optional() };
