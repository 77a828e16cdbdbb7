import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { Picture } from '../../geo/preview/picture.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const [TRUE_COLOUR, TRUE_COLOUR_ALPHA] = [2, 6];
/** Each row as differences from the one above: what is smooth becomes small numbers. */
const UP = 2;

/** A picture as PNG, without alpha where all of it is opaque. Source: PNG, third edition (W3C), §5 and §9. */
export async function encodePng({ width, height, pixels }: Picture): Promise<Uint8Array> {
  const channels = isOpaque(pixels) ? 3 : 4;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, channels === 3 ? TRUE_COLOUR : TRUE_COLOUR_ALPHA], 8);
  const data = await promisify(deflate)(filtered(pixels, width, height, channels));
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function filtered(pixels: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const row = 1 + width * channels;
  const out = new Uint8Array(row * height);
  for (let y = 0; y < height; y += 1) {
    out[y * row] = UP;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        const at = 4 * (y * width + x) + channel;
        const above = y === 0 ? 0 : (pixels[at - 4 * width] as number);
        out[y * row + 1 + x * channels + channel] = (pixels[at] as number) - above;
      }
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(named, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}
