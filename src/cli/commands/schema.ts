import type { Command } from '@commander-js/extra-typings';
import type { JsonObject } from '../../plan/json.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
Editors complete and check specs by it. It is in the repository as well, so that a first line in a spec is enough:
  # yaml-language-server: $schema=../schemas/workflow-spec.schema.json

Examples:
  rhumbline schema > workflow-spec.schema.json
  rhumbline schema --test > spec-test.schema.json
  rhumbline schema | jq '.properties | keys'`;

export function addSchema(program: Command, { terminal }: CliContext, act: Act): void {
  program
    .command('schema')
    .summary('print the JSON Schema of workflow specs')
    .description('Print the JSON Schema of workflow specs, or of their tests, for editors.')
    .option('--test', 'of tests of specs (<id>.test.yaml)')
    .addHelpText('after', EXAMPLES)
    .action(({ test }) =>
      act(async () => {
        terminal.out(JSON.stringify(test ? await schemaOfTests() : await schemaOfSpecs(), null, 2));
        return EXIT.ok;
      }),
    );
}

async function schemaOfSpecs(): Promise<JsonObject> {
  return (await import('../../yaml-compiler/spec/json-schema.ts')).specJsonSchema();
}

async function schemaOfTests(): Promise<JsonObject> {
  return (await import('../../spec-test/file/schema.ts')).testFileJsonSchema();
}
