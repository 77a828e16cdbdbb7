import type { Once } from '../../assets/idempotency/once.ts';
import { createSeals } from '../../db/sealed.ts';

/** How answers with a secret in them are kept: encrypted, each for the one place that it was written to. */
export type SealFor = (place: string) => Pick<Once, 'write' | 'read'>;

/** @param serviceKey the same for every process that answers, so that any of them reads the others' */
export function sealedAnswers(serviceKey: Uint8Array): SealFor {
  const seals = createSeals(serviceKey, 'rhumbline idempotency 1');
  return (place) => {
    const { seal, open } = seals(place);
    return { write: (answer) => seal(JSON.stringify(answer)), read: (written) => JSON.parse(open(written)) };
  };
}
