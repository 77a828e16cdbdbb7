import pLimit from 'p-limit';
import { FaultError } from '../../../plan/fault.ts';
import { containersOfBlobs, type NameFormat, nameFault, namesAmong } from '../../../plan/input-names.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { BlobStore } from '../../../storage/blob-store.ts';
import { pointerOf } from '../../shared/pointer.ts';
import { INPUTS, type PreflightFault } from './preflight.ts';

type Declarations = ExecutionPlan['inputs'];

/** Look-ups of one submission: a list of blobs may be long. */
const AT_A_TIME = 16;

export interface BlobServices {
  storage: BlobStore;
  /** Bytes of a blob that a job is given. */
  max_source_bytes: number;
  /** Of the patience with the storage. */
  signal: AbortSignal;
}

/**
 * Checks every name of a blob, of a part of one and of a container among the inputs, and looks up what should be there.
 *
 * @param inputs those that fit their declarations; the others are not there
 * @throws FaultError `storage_unavailable`
 */
export async function checkBlobs(
  services: BlobServices,
  declarations: Declarations,
  inputs: JsonObject,
): Promise<PreflightFault[]> {
  const limit = pLimit(AT_A_TIME);
  const faults = await Promise.all(
    namesAmong(declarations, inputs).map(async (name) => {
      const { input, index, value } = name;
      const lookUp = () => LOOK_UPS[name.format]?.(services, { input, value, declarations, inputs });
      const fault: RefusedName | undefined = nameFault(name) ?? (await limit(lookUp));
      if (fault === undefined) return undefined;
      const { code, message, at } = fault;
      const place = at === undefined ? [input, ...(index === undefined ? [] : [index])] : [at];
      return {
        pointer: `${INPUTS}${pointerOf(place)}`,
        problem: problemOf(code),
        code,
        message,
      };
    }),
  );
  return faults.filter((fault) => fault !== undefined);
}

interface RefusedName {
  code:
    | 'invalid_input'
    | 'invalid_blob_path'
    | 'source_not_found'
    | 'source_empty'
    | 'source_too_large'
    | 'container_not_found'
    | 'container_not_allowed';
  message: string;
  /** The input that is wrong, where it is another than the one that was looked at. */
  at?: string;
}

function problemOf(code: RefusedName['code']): PreflightFault['problem'] {
  return code === 'invalid_input' ? 'invalid_inputs' : code;
}

interface LookUp {
  input: string;
  value: string;
  declarations: Declarations;
  inputs: JsonObject;
}

const LOOK_UPS: Readonly<
  Partial<Record<NameFormat, (services: BlobServices, lookUp: LookUp) => Promise<RefusedName | undefined>>>
> = { container: missingContainer, inbound_container: closedContainer, blob: missingBlob };

/** A blob's container is looked up only when there is no blob. */
async function missingContainer(services: BlobServices, lookUp: LookUp): Promise<RefusedName | undefined> {
  const { input, value, declarations } = lookUp;
  return containersOfBlobs(declarations).has(input)
    ? sourceFault(services.storage, lookUp)
    : containerFault(services, value);
}

/** Blobs are read where data comes in. Others, such as products and payloads, only where the spec itself names their container. */
function sourceFault(
  storage: BlobStore,
  { input, value, declarations }: Omit<LookUp, 'inputs'>,
): RefusedName | undefined {
  const { enum: named = [], default: usual } = declarations[input] ?? {};
  return named.includes(value) || usual === value ? undefined : closedFault(storage, value);
}

/** What may not be looked through is not looked for either. */
async function closedContainer(services: BlobServices, { value }: LookUp): Promise<RefusedName | undefined> {
  return closedFault(services.storage, value) ?? containerFault(services, value);
}

function closedFault(storage: BlobStore, container: string): RefusedName | undefined {
  try {
    storage.requireInbound(container);
    return undefined;
  } catch (error) {
    if (error instanceof FaultError) return { code: 'container_not_allowed', message: error.message };
    throw error;
  }
}

async function containerFault({ storage, signal }: BlobServices, container: string): Promise<RefusedName | undefined> {
  if (await storage.hasContainer(container, signal)) return undefined;
  return { code: 'container_not_found', message: `There is no container ${container} in the storage account.` };
}

/** Looked up only where the container's name is sound, and one that may be read; where it is not, that is the fault. */
async function missingBlob(
  services: BlobServices,
  { value, input, declarations, inputs }: LookUp,
): Promise<RefusedName | undefined> {
  const { storage, max_source_bytes, signal } = services;
  const at = declarations[input]?.container_input ?? '';
  const container = inputs[at];
  if (typeof container !== 'string' || nameFault({ format: 'container', value: container })) return undefined;
  if (sourceFault(storage, { input: at, value: container, declarations })) return undefined;
  const found = await storage.head({ container_name: container, blob_name: value }, signal);
  if (found !== undefined) return sizeFault(`The blob ${container}/${value}`, found.size, max_source_bytes);
  const noContainer = await containerFault(services, container);
  if (noContainer) return { ...noContainer, at };
  return { code: 'source_not_found', message: `There is no blob ${container}/${value}. Upload it first.` };
}

function sizeFault(blob: string, size: number, most: number): RefusedName | undefined {
  if (size === 0) return { code: 'source_empty', message: `${blob} is empty. Upload it again.` };
  if (size <= most) return undefined;
  return { code: 'source_too_large', message: `${blob} has ${size} bytes, and at most ${most} are taken here.` };
}
