import type { ExecutionPlan, FanInNode, FanOutNode, ItemWork, PlanNode } from '../../plan/plan.ts';
import type { HandlerCatalogue } from '../handler-catalogue.ts';
import { AGGREGATION_SIGNATURES } from './aggregation-types.ts';
import { outputTypeOf } from './contract-type.ts';
import { FIXED_OUTPUTS } from './fixed-outputs.ts';
import { JOB, typeOfInput } from './given-types.ts';
import { typeOfJson } from './json-type.ts';
import { type Field, INTEGER, objectOf, objectWith, STRING, type Type, UNKNOWN } from './type.ts';
import type { TypeScope } from './type-scope.ts';
import { itemsOf, withNullableFields } from './union.ts';

type Names = TypeScope['names'];

/** What is known of the values of a plan, whose spec may be gone: by its templates and the handlers' contracts. */
export interface PlanTypes {
  /** Of what each node gives. */
  nodes: ReadonlyMap<string, Type>;
  /** Of what an item of each fan-out gives. */
  items: ReadonlyMap<string, Type>;
  /** Of the job's outputs together. */
  outputs: Type;
}

/** What a handler gives that is not in the catalogue is not known. */
export function typesOfPlan(plan: ExecutionPlan, catalogue: HandlerCatalogue): PlanTypes {
  const typing = typingOf(plan, catalogue);
  const nodes = new Map<string, Type>();
  for (const [id, node] of Object.entries(plan.nodes)) {
    const typeOf = OUTPUT_TYPES[node.kind] as (node: PlanNode, typing: Typing, id: string) => Type;
    const output = typeOf(node, typing, id);
    nodes.set(id, output);
    typing.fields[id] = { type: objectOf({ output, state: STRING }), required: true };
  }
  const items = new Map([...typing.fanOuts].map(([id, { result }]) => [id, result]));
  return { nodes, items, outputs: outputsOf(plan, typing.names) };
}

interface Typing {
  names: Names;
  /** Of `nodes`, as far as they are known. */
  fields: Record<string, Field>;
  fanOuts: Map<string, { item: Type; result: Type; isGapless: boolean }>;
  /** What a task or the run of another spec gives. */
  workType(work: ItemWork, names: Names): Type;
}

function typingOf(plan: ExecutionPlan, catalogue: HandlerCatalogue): Typing {
  const fields: Typing['fields'] = {};
  const inputs = Object.entries(plan.inputs).map(([name, input]) => [name, typeOfInput(input)] as const);
  const used = new Map<string, Type>();
  const usedOutputs = (id: string): Type => {
    const spec = plan.uses?.[id];
    const type = used.get(id) ?? (spec ? typesOfPlan(spec, catalogue).outputs : UNKNOWN);
    used.set(id, type);
    return type;
  };
  return {
    fields,
    names: {
      inputs: objectOf(Object.fromEntries(inputs)),
      nodes: objectWith(fields, undefined),
      job: JOB,
    },
    fanOuts: new Map(),
    workType: (work, names) =>
      work.kind === 'workflow'
        ? usedOutputs(work.uses)
        : outputTypeOf(catalogue.get(work.handler), typeOfJson(work.params, names)),
  };
}

type OutputTypes = {
  [K in PlanNode['kind']]: (node: Extract<PlanNode, { kind: K }>, typing: Typing, id: string) => Type;
};

const OUTPUT_TYPES: OutputTypes = {
  task: (node, { workType, names }) => workType(node, names),
  workflow: (node, { workType, names }) => workType(node, names),
  conditional: () => FIXED_OUTPUTS.conditional,
  fan_out: (node, typing, id) => {
    typing.fanOuts.set(id, fanOutTypes(node, typing));
    return FIXED_OUTPUTS.fan_out;
  },
  fan_in: fanInType,
  approval: () => FIXED_OUTPUTS.approval,
  sleep: () => FIXED_OUTPUTS.sleep,
};

function fanOutTypes({ source, work, on_failure }: FanOutNode, { names, workType }: Typing) {
  const item = itemsOf(typeOfJson(source, names));
  const isGapless = on_failure.mode !== 'tolerate' && work.when === undefined;
  return { item, isGapless, result: workType(work, { ...names, item, index: INTEGER, key: STRING }) };
}

function fanInType({ from, aggregation, value }: FanInNode, { fanOuts, names }: Typing): Type {
  const { item, result, isGapless } = fanOuts.get(from) ?? { item: UNKNOWN, result: UNKNOWN, isGapless: false };
  const seen = { ...names, item, index: INTEGER, key: STRING, output: result };
  const taken = value === undefined ? result : typeOfJson(value, seen);
  return AGGREGATION_SIGNATURES[aggregation].gives(taken, isGapless);
}

/** Where a job may end early, each output may be null. */
function outputsOf({ outputs, nodes }: ExecutionPlan, names: Names): Type {
  const type = typeOfJson(outputs, names);
  const endsEarly = Object.values(nodes).some(({ complete_when }) => complete_when !== undefined);
  return endsEarly ? withNullableFields(type) : type;
}
