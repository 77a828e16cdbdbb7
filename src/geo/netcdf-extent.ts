import type { ReadAt } from './tiff-directory.ts';

/** What the header of a netCDF of the classic formats says. */
export interface NetcdfExtent {
  /** The highest offset that a variable reaches. */
  endsAt: number;
  /** The whole header as Latin-1, in which the attributes are. */
  text: string;
  /** Of the last two dimensions of what may be the raster, those that have one. */
  axes: NetcdfAxis[];
}

/** A variable with the place of each row or column, and where its values stand. */
export interface NetcdfAxis {
  name: string;
  isColumns: boolean;
  type: NetcdfType;
  length: number;
  begin: number;
  /** Bytes from one value to the next. */
  stride: number;
  units: string;
  scale: number;
  offset: number;
}

export type NetcdfType = keyof typeof TYPE_BYTES;

type Attributes = Readonly<Record<string, string | number>>;

interface Variable {
  name: string;
  /** Numbers of dimensions, the last of which changes first. */
  dimensions: number[];
  attributes: Attributes;
  type: number;
  /** Without the dimension of records. */
  bytes: number;
  begin: number;
  isRecord: boolean;
}

interface Dimension {
  name: string;
  length: number;
}

/** Many times what headers have. */
const MAX_HEADER = 1024 ** 2;
const [DIMENSIONS, VARIABLES, ATTRIBUTES] = [10, 11, 12];
const TYPE_BYTES = {
  none: 0,
  byte: 1,
  char: 1,
  short: 2,
  int: 4,
  float: 4,
  double: 8,
  ubyte: 1,
  ushort: 2,
  uint: 4,
  int64: 8,
  uint64: 8,
} as const;
/** By the number that stands for it in a file. */
const TYPES = Object.keys(TYPE_BYTES) as NetcdfType[];

function typeOf(number: number): NetcdfType {
  const type = TYPES[number];
  if (type === undefined || type === 'none') throw new RangeError('no such type');
  return type;
}

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
    const dimensions = header.list(DIMENSIONS, () => ({ name: header.name(), length: header.count() }));
    header.attributes();
    const variables = header.list(VARIABLES, () => readVariable(header, dimensions));
    const endsAt = Math.max(header.at, endOf(variables, records));
    return { endsAt, text: header.text(), axes: axesOf(variables, dimensions, records) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readVariable(header: Header, known: readonly Dimension[]): Variable {
  const name = header.name();
  const dimensions = Array.from({ length: header.few() }, () => header.count());
  const attributes = header.attributes();
  const type = header.uint32();
  header.count();
  const begin = header.offset();
  const lengths = dimensions.map((dimension) => known[dimension]?.length ?? 0);
  const isRecord = lengths[0] === 0;
  const bytes = lengths.slice(isRecord ? 1 : 0).reduce((product, length) => product * length, TYPE_BYTES[typeOf(type)]);
  return { name, dimensions, attributes, type, bytes, begin, isRecord };
}

/** What a dimension is called, its axis is called too. Source: the conventions for climate and forecast metadata, Coordinate Types. */
function axesOf(variables: readonly Variable[], dimensions: readonly Dimension[], records: number): NetcdfAxis[] {
  const bounds = new Set(variables.flatMap(({ attributes }) => [attributes.bounds, attributes.climatology]));
  const grids = variables.filter(({ name, dimensions: own }) => own.length >= 2 && !bounds.has(name));
  const [rows, columns] = [-2, -1].map((place) => new Set(grids.map(({ dimensions: own }) => own.at(place))));
  return variables.flatMap((variable) => {
    const dimension = dimensionOf(variable, dimensions);
    const isColumns = columns?.has(dimension) ?? false;
    if (dimension === undefined || !(isColumns || rows?.has(dimension))) return [];
    const { name, begin, attributes, isRecord } = variable;
    const type = typeOf(variable.type);
    return {
      ...{ name, isColumns, type, begin },
      length: isRecord ? records : (dimensions[dimension]?.length ?? 0),
      stride: isRecord ? recordBytes(variables) : TYPE_BYTES[type],
      units: String(attributes.units ?? ''),
      scale: Number(attributes.scale_factor ?? 1),
      offset: Number(attributes.add_offset ?? 0),
    };
  });
}

/** The one of which a variable is the axis. */
function dimensionOf({ name, dimensions }: Variable, known: readonly Dimension[]): number | undefined {
  const [dimension, ...more] = dimensions;
  return dimension !== undefined && more.length === 0 && known[dimension]?.name === name ? dimension : undefined;
}

/** Variables with records are stored record by record, each with a part of every such variable. */
function recordBytes(variables: readonly Variable[]): number {
  const inRecords = variables.filter(({ isRecord }) => isRecord);
  const [only, second] = inRecords;
  return only && !second ? only.bytes : inRecords.reduce((sum, { bytes }) => sum + padded(bytes), 0);
}

function endOf(variables: readonly Variable[], records: number): number {
  const step = recordBytes(variables);
  const ends = variables.map(({ begin, bytes, isRecord }) => {
    if (!isRecord) return begin + bytes;
    return records === 0 ? 0 : begin + (records - 1) * step + bytes;
  });
  return Math.max(0, ...ends);
}

/** One of the numbers of a file, all of which are big-endian. */
export function readNumber(bytes: Buffer, at: number, type: NetcdfType): number {
  switch (type) {
    case 'byte':
      return bytes.readInt8(at);
    case 'char':
    case 'ubyte':
      return bytes.readUInt8(at);
    case 'short':
      return bytes.readInt16BE(at);
    case 'ushort':
      return bytes.readUInt16BE(at);
    case 'int':
      return bytes.readInt32BE(at);
    case 'uint':
      return bytes.readUInt32BE(at);
    case 'float':
      return bytes.readFloatBE(at);
    case 'double':
      return bytes.readDoubleBE(at);
    case 'int64':
      return Number(bytes.readBigInt64BE(at));
    case 'uint64':
      return Number(bytes.readBigUInt64BE(at));
    case 'none':
      return Number.NaN;
  }
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
  name(): string {
    return this.#bytes(this.few()).toString('latin1');
  }
  #bytes(length: number): Buffer {
    const start = this.#view.byteOffset + this.at;
    this.at += padded(length);
    if (this.at > this.#view.byteLength) throw new RangeError('beyond the header');
    return Buffer.from(this.#view.buffer, start, length);
  }
  list<T>(tag: number, readOne: () => T): T[] {
    const found = this.uint32();
    const length = this.few();
    if (found !== tag && (found !== 0 || length !== 0)) throw new RangeError('another list was expected');
    return Array.from({ length }, readOne);
  }
  /** Texts, and of the others the first number. */
  attributes(): Attributes {
    const entries = this.list(ATTRIBUTES, () => {
      const name = this.name();
      const type = typeOf(this.uint32());
      const bytes = this.#bytes(this.few() * TYPE_BYTES[type]);
      if (type === 'char') return [name, bytes.toString('latin1')] as const;
      return [name, bytes.length > 0 ? readNumber(bytes, 0, type) : Number.NaN] as const;
    });
    return Object.fromEntries(entries);
  }
  text(): string {
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset, Math.min(this.at, this.#view.byteLength));
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
