/** A blob by name. Both parts are checked by `checkBlobRef` before they come near a URL or a path. */
export interface BlobRef {
  container_name: string;
  blob_name: string;
}

export interface BlobProperties {
  /** Bytes. */
  size: number;
  etag: string;
  content_type: string | null;
  /** RFC 3339, UTC. */
  last_modified: string;
  /** Of the content, hex; null where nobody has said it: the service knows it of what came in one piece. */
  md5: string | null;
  /** By names in lower case: HTTP's headers, which they travel in, know no other. */
  metadata: Record<string, string>;
}

export interface TransferOptions {
  signal?: AbortSignal;
  /** Bytes so far. */
  onProgress?: (bytes: number) => void;
  /** Fail with `source_changed` unless the blob still has this ETag. */
  etag?: string;
}

export interface UploadOptions extends Omit<TransferOptions, 'etag'> {
  content_type: string;
  metadata?: Record<string, string>;
  /** `create`: refuse to replace (If-None-Match: *). `replace`: take its place. */
  mode: 'create' | 'replace';
}

export interface WriteOptions extends Omit<UploadOptions, 'onProgress'> {}

export interface CommitOptions extends WriteOptions {}

/** What was sent, and is not there yet. */
export interface StagedBlob {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** Puts it in its place. @throws FaultError as `upload` does */
  commit(options: CommitOptions): Promise<{ etag: string }>;
}

/** An address that reads one blob, for whoever holds it. */
export interface SignedUrl {
  url: string;
  /** RFC 3339, UTC, to the second. */
  expires_at: string;
}

/** A part of a container's top-level folders, in the order of their names. */
export interface FolderPage {
  folders: string[];
  /** Gives the part after this one; undefined at the end. */
  next: string | undefined;
}

export interface PageRequest {
  /** What the names begin with; empty for all. */
  prefix: string;
  /** `next` of the page before. */
  marker?: string | undefined;
  /** 1 to `MOST_BLOBS_A_PAGE`. */
  size: number;
}

/** As many as the service gives in one answer. */
export const MOST_BLOBS_A_PAGE = 5_000;
/** The client takes a quarter of a second or more to read such a page, in which its process does nothing else. */
export const BLOBS_A_PAGE = 1_000;

/** A key of the account's lives twice as long, and is replaced when it would not outlive the next SAS. */
export const LONGEST_SAS_MS = 60 * 60_000;

export interface PagedBlob extends BlobProperties {
  /** As it is there: it need not be one that `checkBlobRef` takes. */
  blob_name: string;
  /** Of an account with real folders: they are listed among the blobs. */
  is_folder: boolean;
}

/** A part of a container's blobs, in the service's order of their names. It may be empty and have a next one. */
export interface BlobPage {
  blobs: PagedBlob[];
  /** Gives the part after this one; undefined at the end. */
  next: string | undefined;
}

export interface ListedBlob extends BlobRef {
  /** RFC 3339, UTC. */
  last_modified: string;
}

/**
 * Blobs, by identity (DefaultAzureCredential) alone: no account key exists here. Errors are
 * FaultError with `source_not_found`, `container_not_found`, `container_not_allowed`, `invalid_blob_path`, `blob_exists`,
 * `source_changed` (none retryable), or `storage_unavailable` (retryable).
 */
export interface BlobStore {
  /** undefined where there is no such blob or container. */
  head(ref: BlobRef, signal?: AbortSignal): Promise<BlobProperties | undefined>;
  /** At most `length` bytes from `offset`; fewer at the blob's end. */
  readRange(ref: BlobRef, offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Streams the blob to a local file once, hashing on the way. */
  download(ref: BlobRef, path: string, options?: TransferOptions): Promise<{ bytes: number; sha256: string }>;
  /** Streams the blob once, for its hash alone. */
  hash(ref: BlobRef, options?: TransferOptions): Promise<{ bytes: number; sha256: string }>;
  /** For work that takes long before it writes. @throws FaultError `container_not_allowed`, as `upload`, `write` and `remove` would */
  requireWritable(ref: BlobRef): void;
  upload(path: string, ref: BlobRef, options: UploadOptions): Promise<{ etag: string }>;
  /** As `upload`, but that nothing is seen of it until it is committed: for a file that may turn out not to be wanted. */
  stage(path: string, ref: BlobRef, options?: Omit<TransferOptions, 'etag'>): Promise<StagedBlob>;
  /** As `upload`, of what is in memory. */
  write(content: Uint8Array, ref: BlobRef, options: WriteOptions): Promise<{ etag: string }>;
  /** The whole of a blob that fits into memory. */
  read(ref: BlobRef, signal?: AbortSignal): Promise<Uint8Array>;
  /** What stands before the first slash of a container's blobs: some hundreds at a time. */
  folders(container_name: string, after?: string): Promise<FolderPage>;
  /** The first blobs of a container whose names begin so: 5,000 at most. */
  list(container_name: string, prefix: string): Promise<ListedBlob[]>;
  /** For what looks through a container. @throws FaultError `container_not_allowed` unless data comes in by it, `invalid_blob_path` */
  requireInbound(container_name: string): void;
  /** One request's worth of a container that data comes in by, with the properties of each blob. @throws as `requireInbound` */
  listPage(container_name: string, request: PageRequest, signal?: AbortSignal): Promise<BlobPage>;
  remove(ref: BlobRef, signal?: AbortSignal): Promise<void>;
  hasContainer(name: string, signal?: AbortSignal): Promise<boolean>;
  ensureContainer(name: string): Promise<void>;
  /**
   * What GDAL needs to read one blob by ranges: a `/vsiaz/` path, and the configuration options that
   * carry a short-lived user-delegation SAS. They go into a file that only GDAL's process reads
   * (GDAL_CONFIG_FILE), never into argv or the environment.
   */
  gdalSource(ref: BlobRef): Promise<{ path: string; config: Record<string, string> }>;
  /** The blob's stable URL, without any credential. */
  url(ref: BlobRef): string;
  /** The blob whose stable URL this is; undefined for any other text. */
  refOf(url: string): BlobRef | undefined;
  /**
   * The blob's URL with a user-delegation SAS that reads this blob and nothing else, for at most `LONGEST_SAS_MS`. The key it is
   * signed with is used for many, so that as a rule nothing is asked of the account.
   */
  signedUrl(ref: BlobRef, lifetime_ms: number): Promise<SignedUrl>;
  /** For readiness checks: a cheap call that needs both the identity and the account. */
  ping(signal?: AbortSignal): Promise<void>;
}
