import openapiTS, { astToString } from 'openapi-typescript';
import type { oas31 } from 'zod-openapi';

const HEAD = '// Made by `npm run docs` from the OpenAPI document.\n\n';

/** The types by which a client of a service asks and is answered. */
export async function clientTypes(document: oas31.OpenAPIObject): Promise<string> {
  const nodes = await openapiTS(forClients(document), {
    // What has a default may be left out.
    defaultNonNullable: false,
    exportType: true,
  });
  return `${HEAD}${astToString(nodes)}`;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, object> }>>;
  components: { schemas: Record<string, object> };
}

/** Whatever goes wrong is a problem document, under whichever status. */
const ANY_PROBLEM = {
  description: 'What went wrong.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The document with what types can say, as JSON; and any JSON is whatever it is, since it is made of itself. */
function forClients(document: oas31.OpenAPIObject): string {
  const copy: Document = JSON.parse(JSON.stringify(document));
  for (const operations of Object.values(copy.paths)) {
    for (const operation of Object.values(operations)) {
      const good = Object.entries(operation.responses).filter(([status]) => Number(status) < 300);
      operation.responses = { ...Object.fromEntries(good), default: ANY_PROBLEM };
    }
  }
  for (const name of Object.keys(copy.components.schemas)) {
    if (/^(__schema\d+|JsonValue(Output)?)$/.test(name)) copy.components.schemas[name] = {};
  }
  return JSON.stringify(copy);
}
