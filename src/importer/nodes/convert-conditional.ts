import type { JsonObject } from '../../plan/json.ts';
import { toJson, type YamlNode } from '../../yaml-compiler/yaml-node.ts';
import { convertText, type ImportContext, type Place } from '../context.ts';
import type { Fields } from '../fields.ts';
import { type BranchSource, isDefault, readBranches } from '../graph/branches.ts';
import type { OldBranch, OldGraphNode } from '../graph/old-graph.ts';
import { freeName } from '../names.ts';
import { readCondition, wholeExpression } from './condition.ts';
import type { NewNode } from './new-node.ts';

/** A conditional of either form. A branch that led to nothing but an end gets a node that does nothing. */
export function convertConditional(
  fields: Fields,
  node: YamlNode,
  old: OldGraphNode,
  place: Place,
  context: ImportContext,
): { body: JsonObject; others: NewNode[] } {
  fields.take('branches');
  const condition = fields.take('condition');
  const field = fields.take('condition_field');
  const sources = readBranches(node);
  if (sources.length === 0) fields.report('invalid-value', fields.start, 'A conditional needs `branches`.');
  tellBranchKeys(fields, node);
  tellOtherForm(sources, { condition, field }, fields);
  const others: NewNode[] = [];
  const branches = sources.map((source, index) => {
    const { name, next } = old.branches[index] as OldBranch;
    tellName(source, name, fields);
    const when = conditionOf(source, { condition, field }, fields);
    const converted = when && convertText(when, source.nameOffset, place, context);
    const targets = next.flatMap(({ id }) => context.ids.get(id) ?? []);
    if (targets.length === 0) {
      const added = addedNode(name, place.nodeId, context);
      fields.report(
        'node-added',
        source.nameOffset,
        `The branch \`${name}\` led to no task: \`${added.id}\` does nothing.`,
      );
      others.push(added);
      targets.push(added.id);
    }
    const target = targets.length === 1 ? (targets[0] as string) : targets;
    return { name, ...(converted === undefined ? { default: true } : { when: converted }), next: target };
  });
  return { body: { branches }, others };
}

interface Conditions {
  condition: YamlNode | undefined;
  field: YamlNode | undefined;
}

function conditionOf(source: BranchSource, { condition, field }: Conditions, fields: Fields): string | undefined {
  return source.truth === undefined ? listCondition(source, field, fields) : truthCondition(source, condition, fields);
}

/** Every branch leads somewhere: this is where those lead that led to an end. */
function addedNode(branch: string, conditional: string, { takenIds }: ImportContext): NewNode {
  const id = freeName(`${conditional}_${branch}`.slice(0, 64), takenIds);
  takenIds.add(id);
  return { id, body: { handler: 'echo', description: 'Nothing is left to do on this branch.' } };
}

function truthCondition({ truth }: BranchSource, condition: YamlNode | undefined, fields: Fields): string | undefined {
  if (!truth) return undefined;
  if (condition?.kind === 'scalar' && typeof condition.value === 'string') return condition.value;
  if (condition?.kind === 'scalar' && typeof condition.value === 'boolean') return `{{ ${condition.value} }}`;
  fields.report(
    'condition-not-carried',
    condition?.start ?? fields.start,
    'Branches true and false need a `condition`.',
  );
  return '{{ false }}';
}

function listCondition(source: BranchSource, field: YamlNode | undefined, outer: Fields): string | undefined {
  if (!source.fields) return undefined;
  const fields = outer.nested(source.fields);
  fields.take('name');
  fields.take('next');
  fields.boolean('default');
  const condition = fields.take('condition');
  fields.done();
  if (isDefault(source.fields)) {
    if (condition) {
      const message = `\`condition: ${toJson(condition)}\` is left out: the default branch takes what the others leave.`;
      fields.report('condition-guessed', condition.start, message);
    }
    return undefined;
  }
  const read = readCondition(condition && toJson(condition), field && wholeExpression(toJson(field)));
  const offset = condition?.start ?? source.nameOffset;
  if (read.guess !== undefined) fields.report('condition-guessed', offset, read.guess);
  if (read.fault !== undefined) fields.report('condition-not-carried', offset, read.fault);
  return read.when;
}

/** What belongs to the other form of conditional says nothing here. */
function tellOtherForm([first]: readonly BranchSource[], { condition, field }: Conditions, fields: Fields): void {
  const isBoolean = first?.truth !== undefined;
  const [name, other] = isBoolean ? (['condition_field', field] as const) : (['condition', condition] as const);
  if (!other) return;
  const form = isBoolean
    ? 'branches `true` and `false` take `condition`'
    : 'a list of branches takes `condition_field`';
  const message = `\`${name}: ${JSON.stringify(toJson(other))}\` is left out: ${form}.`;
  fields.report('condition-not-carried', fields.offset(name), message);
}

/** Keys of the boolean form other than true and false. */
function tellBranchKeys(fields: Fields, node: YamlNode): void {
  const branches = node.kind === 'mapping' ? node.entries.find(({ key }) => key === 'branches')?.value : undefined;
  if (branches?.kind !== 'mapping') return;
  const truths = fields.nested(branches);
  for (const { key } of branches.entries) if (/^(true|false)$/i.test(key)) truths.take(key);
  truths.done();
}

function tellName({ name, nameOffset, truth, added }: BranchSource, given: string, fields: Fields): void {
  if (added) {
    const what = truth === undefined ? 'no default' : `no branch for ${truth}`;
    fields.report(
      'default-added',
      nameOffset,
      `There was ${what}: the branch \`${given}\` is new and leads to nothing.`,
    );
  } else if (truth === undefined && name !== given) {
    fields.report('renamed', nameOffset, `The branch \`${name ?? ''}\` is called \`${given}\`.`);
  }
}
