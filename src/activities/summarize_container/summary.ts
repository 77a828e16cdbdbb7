import { z } from 'zod';
import type { PagedBlob } from '../../storage/blob-store.ts';
import { type RankedBlob, RankedBlobSchema, type SummarizeContainerOutput } from './contract.ts';
import { extensionOf } from './extension-of.ts';
import { SIZE_CLASSES, sizeClassOf } from './size-classes.ts';

/** Beyond, new ones are counted together: in a container where every name ends in one of its own, too, the sums stay small. */
const EXTENSIONS_KEPT = 1_000;
const EXTENSIONS_SHOWN = 100;

const count = z.int().nonnegative();
/** Blobs and their bytes. */
const amount = z.tuple([count, count]);
type Amount = z.output<typeof amount>;

/** Everything that is known of the blobs so far. JSON of a bounded size: it is the checkpoint, too. */
export const SumsSchema = z.strictObject({
  total: amount,
  folders: count,
  extensions: z.array(z.tuple([z.string(), count, count])),
  others: amount,
  sizes: z.array(amount).length(SIZE_CLASSES.length),
  largest: z.array(RankedBlobSchema),
  newest: z.array(RankedBlobSchema),
});
export type Sums = z.output<typeof SumsSchema>;

/** Adds up blobs in memory that does not grow with their number. */
export class Summary {
  private readonly total: Amount;
  private folders: number;
  private readonly extensions: Map<string, Amount>;
  private readonly others: Amount;
  private readonly sizes: Amount[];
  private readonly largest: RankedBlob[];
  private readonly newest: RankedBlob[];
  private readonly top: number;

  /** @param sums from where to go on */
  constructor(top: number, sums?: Sums) {
    this.top = top;
    this.total = sums?.total ?? [0, 0];
    this.folders = sums?.folders ?? 0;
    this.extensions = new Map(sums?.extensions.map(([extension, blobs, bytes]) => [extension, [blobs, bytes]]));
    this.others = sums?.others ?? [0, 0];
    this.sizes = sums?.sizes ?? SIZE_CLASSES.map(() => [0, 0]);
    this.largest = sums?.largest ?? [];
    this.newest = sums?.newest ?? [];
  }

  get count(): number {
    return this.total[0];
  }

  add({ blob_name, size, last_modified, is_folder }: PagedBlob): void {
    if (is_folder) {
      this.folders += 1;
      return;
    }
    addTo(this.total, size);
    addTo(this.amountOf(extensionOf(blob_name)), size);
    addTo(this.sizes[sizeClassOf(size)] ?? this.others, size);
    const blob = { blob_name, size, last_modified };
    rank(this.largest, blob, this.top, isLarger);
    rank(this.newest, blob, this.top, isNewer);
  }

  /** A copy: what is added later is not in it. */
  sums(): Sums {
    const { total, folders, others, sizes, largest, newest } = this;
    const extensions = [...this.extensions].map(([name, [blobs, bytes]]): [string, number, number] => [
      name,
      blobs,
      bytes,
    ]);
    return structuredClone({ total, folders, extensions, others, sizes, largest, newest });
  }

  /** As the handler gives it. */
  figures(): Omit<SummarizeContainerOutput, 'container_name' | 'prefix' | 'resumed_from'> {
    const byBytes = [...this.extensions].sort(([a, [, x]], [b, [, y]]) => y - x || (a < b ? -1 : 1));
    const rest = byBytes.slice(EXTENSIONS_SHOWN).map(([, each]) => each);
    const others = [this.others, ...rest].reduce<Amount>((sum, each) => [sum[0] + each[0], sum[1] + each[1]], [0, 0]);
    return {
      ...told(this.total),
      folders: this.folders,
      by_extension: byBytes.slice(0, EXTENSIONS_SHOWN).map(([extension, each]) => ({ extension, ...told(each) })),
      other_extensions: told(others),
      by_size: SIZE_CLASSES.map((each, index) => ({ ...each, ...told(this.sizes[index] ?? [0, 0]) })),
      largest: this.largest,
      newest: this.newest,
    };
  }

  private amountOf(extension: string): Amount {
    const known = this.extensions.get(extension);
    if (known) return known;
    if (this.extensions.size >= EXTENSIONS_KEPT) return this.others;
    const fresh: Amount = [0, 0];
    this.extensions.set(extension, fresh);
    return fresh;
  }
}

function addTo(sum: Amount, bytes: number): void {
  sum[0] += 1;
  sum[1] += bytes;
}

function told([blobs, bytes]: Amount): { count: number; bytes: number } {
  return { count: blobs, bytes };
}

type Before = (a: RankedBlob, b: RankedBlob) => boolean;
const byName: Before = (a, b) => a.blob_name < b.blob_name;
const isLarger: Before = (a, b) => (a.size === b.size ? byName(a, b) : a.size > b.size);
const isNewer: Before = (a, b) =>
  a.last_modified === b.last_modified ? byName(a, b) : a.last_modified > b.last_modified;

/** Puts a blob into its place among the first so many, or nowhere. */
function rank(first: RankedBlob[], blob: RankedBlob, most: number, isBefore: Before): void {
  const last = first.at(-1);
  if (first.length >= most && last && !isBefore(blob, last)) return;
  const place = first.findIndex((each) => isBefore(blob, each));
  first.splice(place === -1 ? first.length : place, 0, blob);
  if (first.length > most) first.pop();
}
