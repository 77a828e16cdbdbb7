import { isBlobName } from '../../plan/blob-names.ts';
import { BLOBS_A_PAGE, type BlobPage, type PagedBlob, type PageRequest } from '../../storage/blob-store.ts';
import { pageToken } from '../container/page-token.ts';
import type { ListContainerInput, ListContainerOutput, ListedBlobOutput } from './contract.ts';
import { cursorOf, type Place, placeOf } from './cursor.ts';
import { type NameFilter, nameFilter } from './name-filter.ts';

const UNUSABLE_SHOWN = 100;
/**
 * From where on a page is read again as a whole where it is not in memory any more. A blob of a listing takes a fifth of the time that a
 * request of its own takes of our processor; but there are as many requests fewer, each with its way there and back.
 */
const WORTH_LISTING = { least: 8, one_of: 10 };

/** What is found so far, and where to go on. */
export class Listing {
  /** Of the page to be taken next; undefined when all that is wanted is found. */
  request: PageRequest | undefined;
  private readonly input: ListContainerInput;
  private readonly matches: NameFilter;
  private readonly pageSize: number;
  /** The last blob of the listing that this one goes on from, until it is passed. */
  private resumeAfter: string | undefined;
  private next: Place | undefined;
  private readonly blobs: ListedBlobOutput[] = [];
  private readonly unusable: string[] = [];
  private unusableCount = 0;
  private lookedAt = 0;
  private bytes = 0;

  /** @throws FaultError `invalid_cursor` */
  constructor(input: ListContainerInput, pageSize = BLOBS_A_PAGE) {
    this.input = input;
    this.matches = nameFilter(input);
    this.pageSize = pageSize;
    const { marker, after } = placeOf(input);
    this.resumeAfter = after;
    this.request = this.requestAt(marker);
  }

  /** @returns whether so much of the page matches that it is worth to be read as a whole */
  take({ blobs, next }: BlobPage): boolean {
    const { request } = this;
    if (!request) return false;
    const found = this.blobs.length;
    const isDone = this.takeBlobs(this.unread(blobs), request.marker);
    const isWorth = this.markPage(found, blobs.length, request);
    this.request = isDone || next === undefined ? undefined : this.requestAt(next);
    // The limit came with the end of a page: whether more is behind it, only the next page tells.
    if (this.request && this.blobs.length >= this.input.limit) {
      this.next = { marker: next, after: undefined };
      this.request = undefined;
    }
    return isWorth;
  }

  output(): ListContainerOutput {
    const { input, blobs, bytes, unusable, next } = this;
    return {
      container_name: input.container_name,
      blobs,
      count: blobs.length,
      bytes,
      looked_at: this.lookedAt,
      unusable,
      unusable_count: this.unusableCount,
      next_cursor: next ? cursorOf(input, next) : null,
    };
  }

  /** Where every name matches no more is asked for than is wanted. */
  private requestAt(marker: string | undefined): PageRequest {
    const wanted = this.input.suffix ? this.pageSize : this.input.limit - this.blobs.length;
    return { prefix: this.input.prefix ?? '', marker, size: Math.max(1, Math.min(this.pageSize, wanted)) };
  }

  /** @returns whether there is one more than is wanted; the rest of the page is for whoever goes on */
  private takeBlobs(blobs: readonly PagedBlob[], marker: string | undefined): boolean {
    let after: string | undefined;
    for (const blob of blobs) {
      const isWanted = !blob.is_folder && this.matches(blob.blob_name);
      if (isWanted && this.blobs.length >= this.input.limit) {
        this.next = { marker, after };
        return true;
      }
      this.lookedAt += 1;
      after = blob.blob_name;
      if (isWanted) this.keep(blob);
    }
    return false;
  }

  /** What comes after the blob where the listing before ended, which may be gone by now. */
  private unread(blobs: readonly PagedBlob[]): readonly PagedBlob[] {
    const { resumeAfter } = this;
    if (resumeAfter === undefined) return blobs;
    const place = blobs.findIndex(({ blob_name }) => blob_name === resumeAfter);
    const last = Buffer.from(resumeAfter);
    const isBehind = ({ blob_name }: PagedBlob) => Buffer.compare(Buffer.from(blob_name), last) > 0;
    const rest = place >= 0 ? blobs.slice(place + 1) : blobs.filter(isBehind);
    if (place >= 0 || rest.length > 0) this.resumeAfter = undefined;
    return rest;
  }

  private keep({ blob_name, size, etag, content_type, last_modified }: PagedBlob): void {
    if (isBlobName(blob_name)) {
      this.blobs.push({ blob_name, size, etag, content_type, last_modified, page: null });
      this.bytes += size;
      return;
    }
    this.unusableCount += 1;
    if (this.unusable.length < UNUSABLE_SHOWN) this.unusable.push(blob_name);
  }

  private markPage(from: number, listed: number, request: PageRequest): boolean {
    const count = this.blobs.length - from;
    if (count < WORTH_LISTING.least || count * WORTH_LISTING.one_of < listed) return false;
    const page = pageToken(request);
    for (const blob of this.blobs.slice(from)) blob.page = page;
    return true;
  }
}
