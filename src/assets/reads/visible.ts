/** Which rows somebody sees. */
export interface Visible {
  /** Null: those of all platforms, and of none. */
  platform_id: string | null;
  /** What belongs to a deleted asset as well. */
  deleted_too: boolean;
}

/** For those within: what is there is there. */
export const EVERYTHING: Visible = { platform_id: null, deleted_too: true };

/**
 * Whether the asset that a row names is not deleted; true for one that names none. Looked up row by row, so that a list goes on
 * walking its index.
 *
 * @param assetId the column
 */
export function notDeleted(assetId: string): string {
  return `(SELECT owner.deleted_at FROM rhumbline.assets AS owner WHERE owner.asset_id = ${assetId}) IS NULL`;
}
