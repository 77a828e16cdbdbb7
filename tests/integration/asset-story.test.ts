import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { eventually } from '../support/stack.ts';
import { type Answer, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { makeRaster } from './support/rasters.ts';
import { blobOf, store, temporaryFolder } from './support/storage.ts';

const client = clientWith();
const PROCESSED = ['Job:Running', 'AssetVersion:Processing', 'Job:Completed', 'AssetVersion:Completed'];

/** One asset, as a client and a reviewer have it: all by the public door. */
class Story {
  readonly refs = { dataset_id: `story-${randomUUID()}`, resource_id: 'R-1' };
  private id = '';
  private told = 0;

  get path(): string {
    return `/api/assets/${this.id}`;
  }

  /** @returns the request id */
  async submit(ordinal: number, over: Record<string, unknown>): Promise<string> {
    const { workflow_id: _, ...submission } = echoSubmission({ platform_refs: this.refs });
    const { status, body } = await client.post('/api/platform/submit', { ...submission, ...over });
    assert.equal(status, 202, JSON.stringify(body));
    const { asset_id, ...rest } = body;
    this.id = String(asset_id);
    assert.deepEqual(rest, { version_ordinal: ordinal, request_id: submission.request_id, status: 'accepted' });
    return submission.request_id;
  }

  act(action: string, body: object = {}): Promise<Answer> {
    return client.post(`${this.path}/${action}`, body);
  }

  /** Where the version and its asset are, and what has come to the trail since the step before. */
  async now(ordinal: number) {
    const [version, asset, latest] = await Promise.all([
      client.get(`${this.path}/versions/${ordinal}`),
      client.get(this.path),
      client.get(`${this.path}/versions/latest`),
    ]);
    const { processing_state, approval_state } = version.body;
    const { clearance, deleted_at } = asset.body;
    return {
      version: `${processing_state}, ${approval_state}`,
      asset: `${clearance}${deleted_at === null ? '' : ', deleted'}`,
      latest: latest.status === 404 ? null : latest.body.version_ordinal,
      news: await this.news(),
    };
  }

  private async news(): Promise<string[]> {
    const { body } = await client.get(`/api/admin/recent-events?asset_id=${this.id}&order=asc&limit=500`);
    const kinds = (body.events as { kind: string }[])
      .map(({ kind }) => kind)
      .filter((kind) => !kind.startsWith('Node:'));
    const news = kinds.slice(this.told);
    this.told = kinds.length;
    return news;
  }
}

const echo = (over: object = {}) => ({ workflow_id: 'echo_test', input_params: { message: 'hi', ...over } });

async function mend(t: TestContext, ref: Awaited<ReturnType<typeof blobOf>>): Promise<void> {
  const path = await makeRaster(`${await temporaryFolder(t)}/mended.tif`);
  await store.upload(path, ref, { content_type: 'image/tiff', mode: 'replace' });
}

describe("an asset's story, over the gateway alone", () => {
  test('is right at each step in its states, its events and its latest version', async (t) => {
    const story = new Story();
    const first = await story.submit(1, echo({ steps: 10, step_delay: 0.3 }));
    await eventually(async () => {
      const { body } = await client.get(`/api/platform/status/${first}`);
      assert.equal(body.processing_state, 'processing');
      assert.ok(Number(body.percent) > 0 && Number(body.percent) < 100, `${body.percent} %`);
    });
    assert.equal((await untilProcessed(client, first)).percent, 100);
    assert.deepEqual(await story.now(1), {
      ...{ version: 'completed, pending_review', asset: 'uncleared', latest: null },
      news: ['Asset:Created', 'AssetVersion:Submitted', 'Job:Created', ...PROCESSED],
    });
    assert.equal((await story.act('versions/1/approve', { reviewer: 'bo' })).status, 200);
    assert.deepEqual(await story.now(1), {
      ...{ version: 'completed, approved', asset: 'uncleared', latest: 1 },
      news: ['AssetVersion:Approved'],
    });
    assert.equal((await story.act('clearance/cleared')).status, 200);
    assert.deepEqual(await story.now(1), {
      ...{ version: 'completed, approved', asset: 'ouo', latest: 1 },
      news: ['Asset:Cleared'],
    });
    assert.equal((await story.act('clearance/public')).status, 200);
    assert.deepEqual(await story.now(1), {
      ...{ version: 'completed, approved', asset: 'public', latest: 1 },
      news: ['Asset:Published'],
    });

    await untilProcessed(client, await story.submit(2, echo()));
    assert.equal((await story.act('versions/2/reject', { rejection_reason: 'Clouds.' })).status, 200);
    assert.deepEqual(await story.now(2), {
      ...{ version: 'completed, rejected', asset: 'public', latest: 1 },
      news: ['AssetVersion:Submitted', 'Job:Created', ...PROCESSED, 'AssetVersion:Rejected'],
    });

    const ref = await blobOf(t, 'not a raster');
    const third = await story.submit(3, { input_params: { ...ref } });
    assert.equal((await untilProcessed(client, third)).processing_state, 'failed');
    assert.deepEqual(await story.now(3), {
      ...{ version: 'failed, pending_review', asset: 'public', latest: 1 },
      news: [
        ...['AssetVersion:Submitted', 'Job:Created', 'Job:Running', 'AssetVersion:Processing'],
        ...['Job:Failed', 'AssetVersion:Failed'],
      ],
    });
    await mend(t, ref);
    assert.equal((await story.act('versions/3/reprocess')).status, 202);
    assert.equal((await untilProcessed(client, third)).processing_state, 'completed');
    assert.deepEqual(await story.now(3), {
      ...{ version: 'completed, pending_review', asset: 'public', latest: 1 },
      news: ['AssetVersion:Reprocessed', 'Job:Created', ...PROCESSED],
    });
    assert.equal((await story.act('versions/3/approve')).status, 200);
    assert.deepEqual(await story.now(3), {
      ...{ version: 'completed, approved', asset: 'public', latest: 3 },
      news: ['AssetVersion:Approved'],
    });

    assert.equal((await client.delete(story.path)).status, 200);
    assert.deepEqual(await story.now(3), {
      ...{ version: 'completed, approved', asset: 'public, deleted', latest: 3 },
      news: ['Asset:Deleted'],
    });
  });
});
