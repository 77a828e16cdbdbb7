import { PIXEL_BYTES, type PixelType } from '../raster.ts';

type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

type View = (bytes: ArrayBuffer) => Numbers | BigInt64Array | BigUint64Array;

/** How the bytes of samples are read; the machine's order is little-endian wherever Node runs. */
const VIEWS: Readonly<Record<PixelType, View>> = {
  Byte: (bytes) => new Uint8Array(bytes),
  Int8: (bytes) => new Int8Array(bytes),
  UInt16: (bytes) => new Uint16Array(bytes),
  Int16: (bytes) => new Int16Array(bytes),
  UInt32: (bytes) => new Uint32Array(bytes),
  Int32: (bytes) => new Int32Array(bytes),
  UInt64: (bytes) => new BigUint64Array(bytes),
  Int64: (bytes) => new BigInt64Array(bytes),
  Float32: (bytes) => new Float32Array(bytes),
  Float64: (bytes) => new Float64Array(bytes),
};

/**
 * Reads samples of any type as 64-bit numbers, so that the loops over them see one type only: those over many are ten times as slow.
 * Integers of 64 bits beyond 2^53 are rounded.
 *
 * The bytes and the numbers are put into the same memory each time: what a raster of a gigabyte would leave behind otherwise costs more to
 * collect than it costs to add up its pixels.
 *
 * @param piece where the bytes are put, a whole number of samples
 * @returns what reads so many bytes of the piece; the numbers are overwritten when it is called again
 */
export function sampleReader(piece: Uint8Array<ArrayBuffer>, type: PixelType): (bytes: number) => Float64Array {
  const samples = VIEWS[type](piece.buffer);
  if (samples instanceof Float64Array) return (bytes) => samples.subarray(0, bytes / PIXEL_BYTES[type]);
  const values = new Float64Array(samples.length);
  return (bytes) => {
    const count = bytes / PIXEL_BYTES[type];
    if (isBig(samples)) for (let at = 0; at < count; at += 1) values[at] = Number(samples[at]);
    else values.set(samples.subarray(0, count));
    return values.subarray(0, count);
  };
}

function isBig(samples: ReturnType<View>): samples is BigInt64Array | BigUint64Array {
  return samples instanceof BigInt64Array || samples instanceof BigUint64Array;
}
