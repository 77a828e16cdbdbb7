import type { DiagnosticSink } from '../../yaml-compiler/diagnostic.ts';
import { readYaml } from '../../yaml-compiler/read-yaml.ts';
import { reportIssues } from '../../yaml-compiler/spec/report-issues.ts';
import { offsetOf, toJson, type YamlNode } from '../../yaml-compiler/yaml-node.ts';
import { readablePart } from './readable-part.ts';
import { KNOWN_FIELDS, TEST_FILE_SCHEMA, type TestFileSpec } from './schema.ts';

export interface TestFile {
  spec: TestFileSpec;
  /** What was in a wrong shape, which has been told, is left out. */
  isPartial: boolean;
  /** Where everything stands. */
  root: YamlNode;
}

/** Reads the shape of a test file. Faults go to the sink. */
export function readTestFile(source: string, sink: DiagnosticSink): TestFile | undefined {
  const root = readYaml(source, sink);
  if (!root) return undefined;
  if (root.kind !== 'mapping') {
    sink.report('wrong-type', root.start, 'A test file is a mapping that starts with `workflow_id:`.');
    return undefined;
  }
  const document = toJson(root);
  const parsed = TEST_FILE_SCHEMA.safeParse(document);
  if (!parsed.success) reportIssues(parsed.error.issues, [], root, sink, () => KNOWN_FIELDS);
  const spec = parsed.success ? parsed.data : readablePart(document);
  if (spec) checkNames(spec, root, sink);
  return spec && { spec, root, isPartial: !parsed.success };
}

function checkNames({ tests }: TestFileSpec, root: YamlNode, sink: DiagnosticSink): void {
  const seen = new Set<string>();
  for (const [index, { name }] of tests.entries()) {
    const offset = offsetOf(root, ['tests', index, 'name']);
    if (seen.has(name)) sink.report('duplicate-test', offset, `A test before this one is called \`${name}\` too.`);
    seen.add(name);
  }
}
