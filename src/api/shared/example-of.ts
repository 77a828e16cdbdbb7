import { z } from 'zod';

/**
 * A value that the schema takes: the example that it has, or one made of the examples of its parts. What may be left out
 * is left out, unless it has an example of its own.
 */
export function exampleOf(schema: z.ZodType): unknown {
  const meta = schema.meta();
  if (meta !== undefined && Object.hasOwn(meta, 'example')) return meta.example;
  for (const [type, make] of MAKERS) if (schema instanceof type) return make(schema as never);
  return {};
}

type Maker<T> = readonly [new (...args: never[]) => T, (schema: T) => unknown];

/** Keeps the type of each schema with what is made of it. */
function maker<T>(type: Maker<T>[0], make: (schema: T) => unknown) {
  return [type, make] as const;
}

const MAKERS = [
  maker(z.ZodObject, objectExample),
  maker(z.ZodArray, (schema) => [exampleOf(schema.element as z.ZodType)]),
  maker(z.ZodNullable, (schema) => (hasExample(schema.unwrap()) ? exampleOf(schema.unwrap() as z.ZodType) : null)),
  maker(z.ZodOptional, (schema) => (hasExample(schema.unwrap()) ? exampleOf(schema.unwrap() as z.ZodType) : undefined)),
  maker(z.ZodDefault, () => undefined),
  maker(z.ZodPrefault, () => undefined),
  maker(z.ZodPipe, (schema) => exampleOf(schema.in as z.ZodType)),
  maker(z.ZodEnum, (schema) => schema.options[0]),
  maker(z.ZodLiteral, (schema) => schema.value),
  maker(z.ZodUnion, (schema) => exampleOf(schema.options[0] as z.ZodType)),
  maker(z.ZodISODateTime, () => '2026-01-02T03:04:05.678Z'),
  maker(z.ZodString, () => 'text'),
  maker(z.ZodNumber, (schema) => Math.max(0, Number.isFinite(schema.minValue) ? (schema.minValue ?? 0) : 0)),
  maker(z.ZodBoolean, () => false),
] as const;

function objectExample(schema: z.ZodObject): unknown {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  const examples = fields.map(([name, field]) => [name, exampleOf(field)] as const);
  return Object.fromEntries(examples.filter(([, example]) => example !== undefined));
}

function hasExample(schema: unknown): boolean {
  return Object.hasOwn((schema as z.ZodType).meta() ?? {}, 'example');
}
