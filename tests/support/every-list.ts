import { layerPage } from '../../src/assets/layers/read-layers.ts';
import { assetPage } from '../../src/assets/reads/list-assets.ts';
import { eventPage } from '../../src/assets/reads/list-events.ts';
import { jobPage } from '../../src/assets/reads/list-jobs.ts';
import { failedNodePage, runningNodePage } from '../../src/assets/reads/list-nodes.ts';
import type { PageAsked, PageQuery } from '../../src/assets/reads/read-page.ts';
import { versionPage } from '../../src/assets/reads/read-versions.ts';
import { webhookPage } from '../../src/assets/webhooks/list-webhooks.ts';

export const LIMIT = 50;
const PAGE: PageAsked = { order: 'desc', after: null, limit: LIMIT };
const MIDDLE = (id: string): PageAsked => ({ ...PAGE, after: ['1767225600000000', id] });
const SOME_ID = 'f'.repeat(32);

const ASSET_FILTERS = [
  {},
  { processing_state: 'failed' },
  { approval_state: 'approved' },
  { clearance: 'public' },
  { data_type: 'vector' },
  { workflow_id: 'rare' },
  { created_before: '2026-01-01T00:00:00Z' },
] as const;
/** For administrators alone, who see what is deleted as well. */
const ACTIVE = { active: true } as const;
const JOB_FILTERS = [{}, { state: 'failed' }, { workflow_id: 'rare' }, { asset_id: SOME_ID }, ACTIVE] as const;
const PLATFORMS = [null, 'ddh', 'small'] as const;

/** Pages of every list by every filter that it takes: what it is, and how it is asked for. */
function lists(): [string, PageQuery][] {
  const pages = [PAGE, { ...MIDDLE(SOME_ID), order: 'asc' as const }];
  const filtered = pages.flatMap((page) => [
    ...PLATFORMS.flatMap((platform_id) => [
      ...ASSET_FILTERS.map((filter) => ['assets', filter, assetPage({ platform_id, ...filter }, page)] as const),
      ...JOB_FILTERS.map(
        (filter) =>
          ['jobs', filter, jobPage({ platform_id, deleted_too: filter === ACTIVE, ...filter }, page)] as const,
      ),
    ]),
  ]);
  const everybody = { platform_id: null };
  const versions = { asset_id: SOME_ID, deleted_too: false, ...everybody };
  const others = [
    ['events', {}, eventPage(everybody, PAGE)],
    ['events', { kind: 'Job:Failed' }, eventPage({ ...everybody, kind: 'Job:Failed' }, PAGE)],
    ['events', { platform_id: 'ddh' }, eventPage({ platform_id: 'ddh' }, PAGE)],
    ['running nodes', {}, runningNodePage(everybody, { ...PAGE, order: 'asc' })],
    ['failed nodes', {}, failedNodePage(everybody, PAGE)],
    ['webhooks', { state: 'dead' }, webhookPage({ ...everybody, state: 'dead' }, PAGE)],
    ['webhooks', { platform_id: 'ddh' }, webhookPage({ platform_id: 'ddh', state: 'dead' }, PAGE)],
    ['layer metadata', {}, layerPage(everybody, { ...PAGE, order: 'asc' })],
    ['layer metadata', {}, layerPage({ platform_id: 'ddh' }, { ...PAGE, order: 'asc' })],
    ['versions', {}, versionPage(versions, { ...PAGE, order: 'asc' })],
  ] as const;
  return [...filtered, ...others].map(([what, filter, query]) => [
    `${what} by ${JSON.stringify(filter)} of ${query.where.find(([sql]) => sql === 'platform_id =')?.[1] ?? 'all'}, ${query.order}${query.after ? ', further on' : ''}`,
    query,
  ]);
}

export const everyList: readonly (readonly [string, PageQuery])[] = lists();
