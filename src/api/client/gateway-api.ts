import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { operations, paths } from './gateway-paths.ts';

/**
 * The gateway by its contract: which paths there are, what they take and what they answer is in types that are made of the
 * OpenAPI document. Nothing of an answer is checked when it comes.
 */
export type GatewayApi = Client<paths>;

export function createGatewayApi(options: ClientOptions): GatewayApi {
  return createClient<paths>(options);
}

/** The query parameters of an operation. */
export type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>;

/** The body that an operation takes. */
export type BodyOf<O extends keyof operations> =
  NonNullable<operations[O]['requestBody']> extends { content: { 'application/json': infer B } } ? B : never;
