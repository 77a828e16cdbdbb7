import type { ReadAt } from './tiff-directory.ts';

/** What the header of a netCDF of the classic formats says. */
export interface NetcdfExtent {
  /** The highest offset that a variable reaches. */
  endsAt: number;
  /** The whole header as Latin-1, in which the attributes are. */
  text: string;
}

interface Variable {
  /** Without the dimension of records. */
  bytes: number;
  begin: number;
  isRecord: boolean;
}

/** Many times what headers have. */
const MAX_HEADER = 1024 ** 2;
const [DIMENSIONS, VARIABLES, ATTRIBUTES] = [10, 11, 12];
/** By the number of the type: byte, char, short, int, float, double, and the unsigned and 64-bit ones. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8];
const padded = (length: number): number => Math.ceil(length / 4) * 4;

/**
 * Reads the header of a netCDF of the classic formats (CDF-1, CDF-2, CDF-5), so that one which was cut short is found: its
 * library reads zeros for what is missing. Source: the file format specifications of netCDF.
 * @returns undefined where the header is none, or larger than any
 */
export async function netcdfExtent(read: ReadAt, size: number): Promise<NetcdfExtent | undefined> {
  const bytes = await read(0, Math.min(size, MAX_HEADER));
  const header = new Header(bytes);
  try {
    const records = header.count();
    const lengths = header.list(DIMENSIONS, () => [header.name(), header.count()] as const).map(([, length]) => length);
    header.attributes();
    const variables = header.list(VARIABLES, () => readVariable(header, lengths));
    return { endsAt: Math.max(header.at, endOf(variables, records)), text: header.text() };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readVariable(header: Header, lengths: readonly number[]): Variable {
  header.name();
  const dimensions = Array.from({ length: header.few() }, () => lengths[header.count()] ?? 0);
  header.attributes();
  const itemBytes = TYPE_BYTES[header.uint32()] ?? 0;
  header.count();
  const begin = header.offset();
  const isRecord = dimensions[0] === 0;
  const bytes = dimensions.slice(isRecord ? 1 : 0).reduce((product, length) => product * length, itemBytes);
  return { bytes, begin, isRecord };
}

/** Variables with records are stored record by record, each with a part of every such variable. */
function endOf(variables: readonly Variable[], records: number): number {
  const inRecords = variables.filter(({ isRecord }) => isRecord);
  const [only, second] = inRecords;
  const recordBytes = only && !second ? only.bytes : inRecords.reduce((sum, { bytes }) => sum + padded(bytes), 0);
  const ends = variables.map(({ begin, bytes, isRecord }) => {
    if (!isRecord) return begin + bytes;
    return records === 0 ? 0 : begin + (records - 1) * recordBytes + bytes;
  });
  return Math.max(0, ...ends);
}

/** Big-endian numbers, one after the other; reading beyond what is there is a RangeError. */
class Header {
  at = 4;
  readonly #view: DataView;
  readonly #version: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#version = bytes[3] ?? 0;
  }
  uint32(): number {
    this.at += 4;
    return this.#view.getUint32(this.at - 4);
  }
  #uint64(): number {
    this.at += 8;
    return Number(this.#view.getBigUint64(this.at - 8));
  }
  count(): number {
    return this.#version === 5 ? this.#uint64() : this.uint32();
  }
  offset(): number {
    return this.#version === 1 ? this.uint32() : this.#uint64();
  }
  /** A count of what stands in the header itself, so that there cannot be more of it than bytes. */
  few(): number {
    const count = this.count();
    if (count > this.#view.byteLength) throw new RangeError('more than the header holds');
    return count;
  }
  name(): void {
    this.skip(this.few());
  }
  skip(length: number): void {
    this.at += padded(length);
    if (this.at > this.#view.byteLength) throw new RangeError('beyond the header');
  }
  list<T>(tag: number, readOne: () => T): T[] {
    const found = this.uint32();
    const length = this.few();
    if (found !== tag && (found !== 0 || length !== 0)) throw new RangeError('another list was expected');
    return Array.from({ length }, readOne);
  }
  attributes(): void {
    this.list(ATTRIBUTES, () => {
      this.name();
      const itemBytes = TYPE_BYTES[this.uint32()] ?? 0;
      this.skip(this.few() * itemBytes);
    });
  }
  text(): string {
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset, Math.min(this.at, this.#view.byteLength));
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
