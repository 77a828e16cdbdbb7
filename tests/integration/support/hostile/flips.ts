import type { HostileCase } from './hostile-case.ts';
import { makeTiff } from './make-tiff.ts';
import { DEFLATED, OVERVIEW } from './sound-page.ts';

const FILES = 12;
const FLIPPED = 6;

/** A sound TIFF with some bytes of its header, directory and arrays overwritten at random; the same ones every time. */
export function flips(): HostileCase[] {
  const random = numbersFrom(20_240_229);
  return Array.from({ length: FILES }, (_, index) => {
    const { bytes, pages } = makeTiff([DEFLATED, OVERVIEW], { big: index % 2 === 1, littleEndian: index % 4 < 2 });
    const end = pages[0]?.blocks[0] ?? bytes.length;
    for (let flip = 0; flip < FLIPPED; flip += 1) bytes[4 + (random() % (end - 4))] = random() % 256;
    return {
      what: `a TIFF with ${FLIPPED} random bytes in its directory, the ${index + 1}.`,
      content: bytes,
      code: 'any',
    };
  });
}

/** A linear congruential generator (Numerical Recipes): its upper bits, of which there are 16. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 16;
  };
}
