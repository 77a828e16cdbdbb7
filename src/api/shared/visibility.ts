import { z } from 'zod';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';

/**
 * What of an answer is for those who run the service alone, said once, where the field is declared. The scope admin sees
 * an answer by its schema as it stands; everybody else by what `clientForm` makes of it.
 */
const CLIENT_FORMS = new WeakMap<z.ZodType, z.ZodType | null>();

const ADMIN_ONLY = 'With the scope admin only.';

/** A field that clients do not see. */
export function adminOnly<S extends z.ZodType>(schema: S): z.ZodOptional<S> {
  const { id: _, description, ...meta } = schema.meta() ?? {};
  const field = schema
    .optional()
    .meta({ ...meta, description: description ? `${description} ${ADMIN_ONLY}` : ADMIN_ONLY });
  CLIENT_FORMS.set(field, null);
  return field;
}

/** A field of which clients see less. */
export function reducedForClients<S extends z.ZodType>(schema: S, forClients: z.ZodType): S {
  CLIENT_FORMS.set(schema, forClients);
  return schema;
}

export function seesAll(identity: Identity): boolean {
  return identity.scopes.includes('admin');
}

/** The schema as clients see it; the same one where they see all of it. */
export function clientForm(schema: z.ZodType): z.ZodType {
  const own = CLIENT_FORMS.get(schema);
  if (own !== undefined) return own ?? z.undefined();
  if (schema instanceof z.ZodObject) return objectForm(schema);
  if (schema instanceof z.ZodArray) return rewrapped(schema, schema.element, (inner) => z.array(inner));
  if (schema instanceof z.ZodNullable) return rewrapped(schema, schema.unwrap(), (inner) => inner.nullable());
  if (schema instanceof z.ZodOptional) return rewrapped(schema, schema.unwrap(), (inner) => inner.optional());
  if (schema instanceof z.ZodRecord) {
    return rewrapped(schema, schema.valueType, (inner) => z.record(z.string(), inner));
  }
  return schema;
}

/** Objects leave out what their schema does not have, so that a field that is not in it does not get out. */
function objectForm(schema: z.ZodObject): z.ZodType {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  const seen = fields
    .filter(([, field]) => CLIENT_FORMS.get(field) !== null)
    .map(([name, field]) => [name, clientForm(field)] as const);
  const isSame = seen.length === fields.length && seen.every(([name, field]) => schema.shape[name] === field);
  return isSame ? schema : z.object(Object.fromEntries(seen));
}

function rewrapped(schema: z.ZodType, inner: unknown, wrap: (inner: z.ZodType) => z.ZodType): z.ZodType {
  const form = clientForm(inner as z.ZodType);
  return form === inner ? schema : wrap(form);
}
