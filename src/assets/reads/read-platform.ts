import type { Queryable } from '../../db/pool.ts';

export interface Platform {
  platform_id: string;
  required_refs: string[];
  optional_refs: string[];
  is_active: boolean;
}

export async function readPlatform(db: Queryable, platformId: string): Promise<Platform | undefined> {
  const { rows } = await db.query<Platform>(
    'SELECT platform_id, required_refs, optional_refs, is_active FROM rhumbline.platforms WHERE platform_id = $1',
    [platformId],
  );
  return rows[0];
}

/** For the nearest name to one that is not there. */
export async function readPlatformIds(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ platform_id: string }>(
    'SELECT platform_id FROM rhumbline.platforms WHERE is_active ORDER BY platform_id',
  );
  return rows.map((row) => row.platform_id);
}
