import type { Queryable } from '../../db/pool.ts';
import { given, type Page, type PageAsked, readPage } from './read-page.ts';

export interface PlatformView {
  platform_id: string;
  display_name: string;
  required_refs: string[];
  optional_refs: string[];
  is_active: boolean;
}

/** Platforms by their ids: all, or the one that the caller is bound to. */
export function listPlatforms(
  db: Queryable,
  { platform_id }: { platform_id: string | null },
  page: PageAsked,
): Promise<Page<PlatformView>> {
  return readPage<PlatformView & Record<string, unknown>>(db, {
    ...page,
    select: 'platform_id, display_name, required_refs, optional_refs, is_active',
    from: 'rhumbline.platforms',
    where: given({ 'platform_id =': platform_id }),
    key: [['platform_id', 'text']],
  });
}
