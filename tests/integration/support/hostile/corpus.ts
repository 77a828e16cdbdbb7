import { bombs } from './bombs.ts';
import { corruptOffsets } from './corrupt-offsets.ts';
import { disguises } from './disguises.ts';
import { flips } from './flips.ts';
import type { HostileCase, Lures } from './hostile-case.ts';
import { oddPlaces } from './odd-places.ts';
import { pictures } from './pictures.ts';
import { truncations } from './truncations.ts';
import { wrongTags } from './wrong-tags.ts';

/** Everything that is tried, made anew each time and by no tool that could mend it on the way. */
export function hostileCorpus(lures: Lures): HostileCase[] {
  return [
    ...truncations(),
    ...corruptOffsets(),
    ...wrongTags(),
    ...oddPlaces(lures),
    ...bombs(),
    ...disguises(lures),
    ...pictures(lures),
    ...flips(),
  ];
}
