import pLimit from 'p-limit';

interface SideBySide {
  signal: AbortSignal;
  /** 0 to 100. */
  onProgress?: ((percent: number) => void) | undefined;
}

const AT_A_TIME = 4;

/** Work on several things in one scratch folder, four at a time. Where one fails the others are stopped, and waited for: nothing may still write into the folder when that is removed. */
export async function sideBySide<T, R>(
  things: readonly T[],
  { signal, onProgress }: SideBySide,
  work: (thing: T, index: number, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(AT_A_TIME);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  let done = 0;
  const all = things.map((thing, index) =>
    limit(async () => {
      const result = await work(thing, index, either);
      done += 1;
      onProgress?.((100 * done) / things.length);
      return result;
    }),
  );
  try {
    return await Promise.all(all);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(all);
    throw error;
  }
}
