import { PIXEL_BYTES, type PixelType } from '../raster.ts';

type Reader = (bytes: ArrayBuffer) => ArrayLike<number>;

/** How the bytes of samples are read; the machine's order is little-endian wherever Node runs. */
const READERS: Readonly<Record<PixelType, Reader>> = {
  Byte: (bytes) => new Uint8Array(bytes),
  Int8: (bytes) => new Int8Array(bytes),
  UInt16: (bytes) => new Uint16Array(bytes),
  Int16: (bytes) => new Int16Array(bytes),
  UInt32: (bytes) => new Uint32Array(bytes),
  Int32: (bytes) => new Int32Array(bytes),
  UInt64: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number),
  Int64: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number),
  Float32: (bytes) => new Float32Array(bytes),
  Float64: (bytes) => new Float64Array(bytes),
};

/**
 * Samples of any type as 64-bit numbers, so that the loops over them see one type only: those over many are ten times as slow. Integers of 64
 * bits beyond 2^53 are rounded.
 */
export function sampleArray(bytes: Uint8Array, type: PixelType): Float64Array {
  const own = new Uint8Array(bytes.length - (bytes.length % PIXEL_BYTES[type]));
  own.set(bytes.subarray(0, own.length));
  const samples = READERS[type](own.buffer);
  if (samples instanceof Float64Array) return samples;
  const values = new Float64Array(samples.length);
  values.set(samples);
  return values;
}
