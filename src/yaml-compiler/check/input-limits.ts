import { describePatternFault, PATTERN_LIMITS } from '../../plan/input-pattern.ts';
import type { InputFormat, InputType } from '../../plan/plan.ts';
import type { InputSpec } from '../spec/input-schema.ts';

/** The types of input that a limit says something about. */
const MEANT_FOR = {
  minimum: ['integer', 'number'],
  maximum: ['integer', 'number'],
  min_length: ['string', 'array'],
  max_length: ['string', 'array'],
  pattern: ['string'],
  format: ['string', 'array'],
  items: ['array'],
} as const satisfies Partial<Record<keyof InputSpec, readonly InputType[]>>;
type LimitField = keyof typeof MEANT_FOR;
const LIMIT_FIELDS = Object.keys(MEANT_FOR) as LimitField[];

export interface LimitFault {
  field: LimitField;
  /** A whole sentence. */
  message: string;
}

/** What is wrong with the limits of an input themselves, whatever value it is given. */
export function limitFaults(name: string, input: InputSpec): LimitFault[] {
  const given = LIMIT_FIELDS.filter((field) => input[field] !== undefined);
  const isMeant = (field: LimitField) =>
    input.type === undefined || MEANT_FOR[field].some((type) => type === input.type);
  const misplaced = given.filter((field) => !isMeant(field));
  return [
    ...misplaced.map((field) => ({
      field,
      message: `\`${field}\` is for inputs of type ${MEANT_FOR[field].join(' or ')}; \`${name}\` is ${input.type}.`,
    })),
    ...formatFaults(name, input),
    ...crossedRange(name, input, 'minimum', 'maximum'),
    ...crossedRange(name, input, 'min_length', 'max_length'),
    ...patternFaults(name, input),
  ];
}

function crossedRange(
  name: string,
  input: InputSpec,
  low: 'minimum' | 'min_length',
  high: 'maximum' | 'max_length',
): LimitFault[] {
  const [least, most] = [input[low], input[high]];
  if (least === undefined || most === undefined || least <= most) return [];
  const message = `\`${low}\` of the input \`${name}\` is ${least} and \`${high}\` is ${most}: no value fits both.`;
  return [{ field: high, message }];
}

/** Formats that a list may have, by the type of its items. */
const FORMATS_OF_LISTS: Readonly<Partial<Record<InputFormat, InputType>>> = { blob: 'string', stac_item_ref: 'object' };

function formatFaults(name: string, { type, format, items }: InputSpec): LimitFault[] {
  if (format === undefined) return [];
  if (type === 'string' && format === 'stac_item_ref') {
    const message = `\`format: ${format}\` is for arrays, with \`items: { type: object }\`; \`${name}\` is of type string.`;
    return [{ field: 'format', message }];
  }
  if (type !== 'array' || (items !== undefined && FORMATS_OF_LISTS[format] === items.type)) return [];
  const message = `Of an array \`format\` is \`blob\`, with \`items: { type: string }\`, or \`stac_item_ref\`, with \`items: { type: object }\`; \`${name}\` is neither.`;
  return [{ field: 'format', message }];
}

function patternFaults(name: string, { pattern, max_length: longest = 0 }: InputSpec): LimitFault[] {
  if (pattern === undefined) return [];
  const fault = describePatternFault(pattern);
  const { value_length } = PATTERN_LIMITS;
  const tooLong = `An input with a \`pattern\` has a \`max_length\` of at most ${value_length}, not ${longest}.`;
  return [
    ...(fault ? [{ field: 'pattern' as const, message: `The pattern of the input \`${name}\` ${fault}.` }] : []),
    ...(longest > value_length ? [{ field: 'max_length' as const, message: tooLong }] : []),
  ];
}
