import type { JsonObject } from '../../plan/json.ts';

/** A node of the new spec. */
export interface NewNode {
  id: string;
  body: JsonObject;
}
