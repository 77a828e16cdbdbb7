import { checkBlobName, checkBlobPart, checkBlobPrefix, checkContainerName } from './blob-names.ts';
import { FaultError } from './fault.ts';
import type { JsonObject } from './json.ts';
import type { ExecutionPlan, InputFormat } from './plan.ts';

type Declarations = ExecutionPlan['inputs'];

const NAME_CHECKS = {
  container: checkContainerName,
  inbound_container: checkContainerName,
  blob: checkBlobName,
  blob_part: checkBlobPart,
  blob_prefix: checkBlobPrefix,
} as const;
export type NameFormat = keyof typeof NAME_CHECKS;

/** A name of a blob, of a part of one or of a container among the inputs of a job. */
export interface InputName {
  input: string;
  /** In an input that is a list. */
  index?: number;
  /** Of a list: it was named before. */
  isRepeated?: boolean;
  value: string;
  format: NameFormat;
}

export interface NameFault {
  code: 'invalid_input' | 'invalid_blob_path';
  message: string;
}

/** @param inputs those that fit their declarations; the others are not there */
export function namesAmong(declarations: Declarations, inputs: JsonObject): InputName[] {
  const containers = containersOfBlobs(declarations);
  return Object.entries(declarations).flatMap(([input, declaration]) => {
    const declared = nameFormatOf(declaration.format);
    // What a blob's container is called is a container's name, whatever else is said of it.
    const format = containers.has(input) && declared !== 'inbound_container' ? 'container' : declared;
    const value = inputs[input];
    if (format === undefined) return [];
    if (typeof value === 'string') return [{ input, value, format }];
    const seen = new Set<string>();
    return (Array.isArray(value) ? value : []).flatMap((item, index) => {
      if (typeof item !== 'string') return [];
      const isRepeated = seen.has(item);
      seen.add(item);
      return [{ input, index, value: item, format, isRepeated }];
    });
  });
}

/** What is wrong with a name itself, whether or not there is anything of that name. */
export function nameFault({ format, value, isRepeated }: Omit<InputName, 'input' | 'index'>): NameFault | undefined {
  if (isRepeated) return { code: 'invalid_input', message: `The blob ${value} is named twice. Name each once.` };
  try {
    NAME_CHECKS[format](value);
    return undefined;
  } catch (error) {
    if (error instanceof FaultError) return { code: 'invalid_blob_path', message: error.message };
    throw error;
  }
}

/** Whether there may be such names among the inputs. */
export function namesBlobs(declarations: Declarations): boolean {
  const containers = containersOfBlobs(declarations);
  return Object.entries(declarations).some(([input, { format }]) => containers.has(input) || nameFormatOf(format));
}

export function containersOfBlobs(declarations: Declarations): ReadonlySet<string> {
  return new Set(Object.values(declarations).flatMap(({ container_input }) => container_input ?? []));
}

function nameFormatOf(format: InputFormat | undefined): NameFormat | undefined {
  return format !== undefined && format in NAME_CHECKS ? (format as NameFormat) : undefined;
}
