import type { Queryable } from '../../db/pool.ts';
import { given, type Page, type PageAsked, readPage } from '../reads/read-page.ts';
import { PLATFORM_COLUMNS, type PlatformRow, type PlatformView, platformView } from './platform-view.ts';

/** Platforms by their ids, with all that those who run the service know of them: all, or that of a bound key. */
export async function listPlatformsWhole(
  db: Queryable,
  { platform_id }: { platform_id: string | null },
  page: PageAsked,
): Promise<Page<PlatformView>> {
  const { rows, next } = await readPage<PlatformRow & Record<string, unknown>>(db, {
    ...page,
    select: PLATFORM_COLUMNS,
    from: 'rhumbline.platforms',
    where: given({ 'platform_id =': platform_id }),
    key: [['platform_id', 'text']],
  });
  return { rows: rows.map(platformView), next };
}
