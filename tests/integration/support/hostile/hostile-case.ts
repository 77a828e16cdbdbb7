import type { JsonValue } from '../../../../src/plan/json.ts';

/** An input that a careless or hostile sender may upload, and what becomes of it. */
export interface HostileCase {
  what: string;
  content: Uint8Array | string;
  /** The code of the refusal; null for what is odd and still a raster, which passes; `any` of the contract's, or none. */
  code: string | null;
  /** Codes of warnings, of what passes. */
  warnings?: readonly string[];
  /** How the blob's name ends; .tif unless it matters. */
  suffix?: string;
  /** Other blobs whose names begin like this one's, by what is put behind its name. */
  beside?: Readonly<Record<string, Uint8Array | string>>;
  /** What is asked of raster_validate besides. */
  input?: Readonly<Record<string, JsonValue>>;
}

/** What lures a reader out: a URL that nobody may fetch, and a file that nobody may read. */
export interface Lures {
  url: string;
  file: string;
}
