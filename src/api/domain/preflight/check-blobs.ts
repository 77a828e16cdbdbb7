import { FaultError } from '../../../plan/fault.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan, InputFormat } from '../../../plan/plan.ts';
import type { BlobStore } from '../../../storage/blob-store.ts';
import { checkBlobName, checkBlobPart, checkBlobPrefix, checkContainerName } from '../../../storage/check-blob-ref.ts';
import { pointerOf } from '../../shared/pointer.ts';
import { INPUTS, type PreflightFault } from './preflight.ts';

type Declarations = ExecutionPlan['inputs'];

/**
 * Checks every name of a blob, of a part of one and of a container among the inputs, and looks up what should be there.
 *
 * @param inputs those that fit their declarations; the others are not there
 * @throws FaultError `storage_unavailable`
 */
export async function checkBlobs(
  storage: BlobStore,
  declarations: Declarations,
  inputs: JsonObject,
): Promise<PreflightFault[]> {
  const faults = await Promise.all(
    namesAmong(declarations, inputs).map(async ({ input, value, format }) => {
      const badName = refusalOf(format, value);
      const fault = badName ?? (await LOOK_UPS[format]?.(storage, { input, value, declarations, inputs }));
      if (fault === undefined) return undefined;
      const { code, message, at = input } = fault;
      return { pointer: `${INPUTS}${pointerOf([at])}`, problem: code, code, message };
    }),
  );
  return faults.filter((fault) => fault !== undefined);
}

interface Name {
  input: string;
  value: string;
  format: NameFormat;
}

function namesAmong(declarations: Declarations, inputs: JsonObject): Name[] {
  const containers = containersOfBlobs(declarations);
  return Object.entries(declarations).flatMap(([input, declaration]) => {
    const format = nameFormatOf(declaration.format) ?? (containers.has(input) ? 'container' : undefined);
    const value = inputs[input];
    return format === undefined || typeof value !== 'string' ? [] : [{ input, value, format }];
  });
}

function containersOfBlobs(declarations: Declarations): ReadonlySet<string> {
  return new Set(Object.values(declarations).flatMap(({ container_input }) => container_input ?? []));
}

interface NameFault {
  code: 'invalid_blob_path' | 'source_not_found' | 'container_not_found' | 'container_not_allowed';
  message: string;
  /** The input that is wrong, where it is another than the one that was looked at. */
  at?: string;
}

const NAME_CHECKS = {
  container: checkContainerName,
  inbound_container: checkContainerName,
  blob: checkBlobName,
  blob_part: checkBlobPart,
  blob_prefix: checkBlobPrefix,
} as const;
type NameFormat = keyof typeof NAME_CHECKS;

function nameFormatOf(format: InputFormat | undefined): NameFormat | undefined {
  return format !== undefined && format in NAME_CHECKS ? (format as NameFormat) : undefined;
}

function refusalOf(format: NameFormat, value: string): NameFault | undefined {
  try {
    NAME_CHECKS[format](value);
    return undefined;
  } catch (error) {
    if (error instanceof FaultError) return { code: 'invalid_blob_path', message: error.message };
    throw error;
  }
}

interface LookUp {
  input: string;
  value: string;
  declarations: Declarations;
  inputs: JsonObject;
}

const LOOK_UPS: Readonly<
  Partial<Record<NameFormat, (storage: BlobStore, lookUp: LookUp) => Promise<NameFault | undefined>>>
> = { container: missingContainer, inbound_container: closedContainer, blob: missingBlob };

/** A blob's container is looked up only when there is no blob. */
async function missingContainer(
  storage: BlobStore,
  { input, value, declarations }: LookUp,
): Promise<NameFault | undefined> {
  return containersOfBlobs(declarations).has(input) ? undefined : containerFault(storage, value);
}

/** What may not be looked through is not looked for either. */
async function closedContainer(storage: BlobStore, { value }: LookUp): Promise<NameFault | undefined> {
  try {
    storage.requireInbound(value);
  } catch (error) {
    if (error instanceof FaultError) return { code: 'container_not_allowed', message: error.message };
    throw error;
  }
  return containerFault(storage, value);
}

async function containerFault(storage: BlobStore, container: string): Promise<NameFault | undefined> {
  if (await storage.hasContainer(container)) return undefined;
  return { code: 'container_not_found', message: `There is no container ${container} in the storage account.` };
}

/** Looked up only where the container's name is sound; where it is not, that is the fault. */
async function missingBlob(
  storage: BlobStore,
  { value, input, declarations, inputs }: LookUp,
): Promise<NameFault | undefined> {
  const at = declarations[input]?.container_input ?? '';
  const container = inputs[at];
  if (typeof container !== 'string' || refusalOf('container', container)) return undefined;
  if ((await storage.head({ container_name: container, blob_name: value })) !== undefined) return undefined;
  const noContainer = await containerFault(storage, container);
  if (noContainer) return { ...noContainer, at };
  return { code: 'source_not_found', message: `There is no blob ${container}/${value}. Upload it first.` };
}
