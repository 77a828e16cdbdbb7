import { CONTRACTS } from '../../src/activities/catalogue.ts';
import type { HandlerContract } from '../../src/activities/contract.ts';
import { signatureOf } from '../../src/activities/signature.ts';
import { PROBLEMS } from '../../src/api/shared/problem-codes.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/plan/json.ts';
import { FILTER_OUTLINES } from '../../src/plan/template/filters.ts';
import { testFileJsonSchema } from '../../src/spec-test/file/schema.ts';
import { DIAGNOSTIC_CODES } from '../../src/yaml-compiler/diagnostic-codes.ts';
import { specJsonSchema } from '../../src/yaml-compiler/spec/json-schema.ts';
import { typeOfSchema } from '../../src/yaml-compiler/types/schema-type.ts';
import { describeType } from '../../src/yaml-compiler/types/type.ts';
import { clientTypes } from './client-types.ts';
import { filledIn } from './fill-in.ts';
import { DOCUMENTS } from './openapi.ts';
import { TRANSITIONS } from './transitions.ts';

/** Pages, schemas and types by their paths in the repository: made from the code that they describe, so that they cannot be wrong. */
export async function generatedFiles(): Promise<Record<string, string>> {
  return {
    'docs/assets.md': filledIn('docs/assets.md', TRANSITIONS),
    'docs/reference/diagnostics.md': diagnosticsPage(),
    'docs/reference/filters.md': filtersPage(),
    'docs/reference/handlers.md': handlersPage(),
    'docs/reference/problems.md': problemsPage(),
    'schemas/domain.openapi.json': json(DOCUMENTS.domain),
    'schemas/gateway.openapi.json': json(DOCUMENTS.gateway),
    'schemas/spec-test.schema.json': json(testFileJsonSchema()),
    'schemas/workflow-spec.schema.json': json(specJsonSchema()),
    'src/api/client/gateway-paths.ts': await clientTypes(DOCUMENTS.gateway),
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const GENERATED = '<!-- Made by `npm run docs` from the code. -->';

function diagnosticsPage(): string {
  const rows = Object.entries(DIAGNOSTIC_CODES).map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`);
  return page('Diagnostics of the compiler', ['| code | meaning |', '| --- | --- |', ...rows]);
}

function problemsPage(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) => `| ${status} | \`${code}\` | ${cell(title)} |`,
  );
  return page('Problem codes of the HTTP interfaces', ['| status | code | meaning |', '| --- | --- | --- |', ...rows]);
}

function filtersPage(): string {
  const rows = Object.entries(FILTER_OUTLINES).map(([name, { summary, arity }]) => {
    const args = arity.max === 0 ? '' : arity.min === arity.max ? `${arity.min}` : `${arity.min} to ${arity.max}`;
    return `| \`${name}\` | ${args} | ${cell(summary)} |`;
  });
  return page('Filters', ['| filter | arguments | meaning |', '| --- | --- | --- |', ...rows.sort()]);
}

function handlersPage(): string {
  const open = CONTRACTS.filter(({ internal }) => !internal);
  return page('Handlers', open.flatMap(handlerSection));
}

function handlerSection(contract: HandlerContract): string[] {
  const signature = signatureOf(contract);
  const heartbeat = contract.heartbeat ? `, heartbeat within ${contract.heartbeat}` : '';
  return [
    `## ${contract.name}`,
    '',
    contract.summary,
    '',
    `Queue: ${contract.cost}. Timeout: ${contract.timeout}${heartbeat}. Attempts: ${signature.retry.max_attempts}.`,
    '',
    '| param | type | required | meaning |',
    '| --- | --- | --- | --- |',
    ...fieldRows(signature.input, true),
    '',
    '| output | type | meaning |',
    '| --- | --- | --- |',
    ...fieldRows(signature.output, false),
    '',
    ...errorRows(contract),
  ];
}

function fieldRows(schema: JsonObject, withRequired: boolean): string[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  return properties.map(([name, property]) => {
    const type = cell(describeType(typeOfSchema(property)));
    const columns = withRequired ? [type, required.includes(name) ? 'yes' : ''] : [type];
    return `| \`${name}\` | ${columns.join(' | ')} | ${cell(descriptionOf(property))} |`;
  });
}

function errorRows({ errors, transient = {} }: HandlerContract): string[] {
  const rowsOf = (codes: Readonly<Record<string, string>>, isRetried: string) =>
    Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${isRetried} | ${cell(meaning)} |`);
  const rows = [...rowsOf(errors, ''), ...rowsOf(transient, 'yes')];
  return rows.length === 0 ? [] : ['| failure | retried | meaning |', '| --- | --- | --- |', ...rows, ''];
}

function descriptionOf(property: JsonValue): string {
  return isJsonObject(property) && typeof property.description === 'string' ? property.description : '';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function page(title: string, lines: string[]): string {
  return `${[GENERATED, `# ${title}`, '', ...lines].join('\n').trimEnd()}\n`;
}
