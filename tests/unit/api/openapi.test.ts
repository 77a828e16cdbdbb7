import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOCUMENTS } from '../../../scripts/docs/openapi.ts';
import { DOMAIN_ROUTES, GATEWAY_ROUTES } from '../../../scripts/docs/routes.ts';

const document = DOCUMENTS.gateway;

test('the document has every operation, each with an id of its own', () => {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(
      ([method, operation]) => `${method} ${path} ${(operation as { operationId: string }).operationId}`,
    ),
  );
  assert.deepEqual(operations, [
    'post /api/platform/submit submitPlatform',
    'get /api/platform/status/{request_id} getPlatformStatus',
    'get /api/assets listAssets',
    'get /api/assets/platforms listKnownPlatforms',
    'get /api/assets/{asset_id} getAsset',
    'delete /api/assets/{asset_id} deleteAsset',
    'get /api/assets/{asset_id}/versions listVersions',
    'get /api/assets/{asset_id}/versions/latest getLatestVersion',
    'get /api/assets/{asset_id}/versions/{ordinal} getVersion',
    'post /api/assets/{asset_id}/versions/{ordinal}/approve approveVersion',
    'post /api/assets/{asset_id}/versions/{ordinal}/reject rejectVersion',
    'post /api/assets/{asset_id}/versions/{ordinal}/reprocess reprocessVersion',
    'post /api/assets/{asset_id}/clearance/cleared markAssetCleared',
    'post /api/assets/{asset_id}/clearance/public markAssetPublic',
    'post /api/assets/{asset_id}/restore restoreAsset',
    'post /api/gateway/submit submitGatewayJob',
    'post /api/gateway/submit/batch submitGatewayJobs',
    'get /api/status/jobs listJobs',
    'get /api/status/job/{job_id} getJob',
    'get /api/status/job/{job_id}/nodes getJobNodes',
    'get /api/status/job/{job_id}/events listJobEvents',
    'get /api/status/stats getJobCounts',
    'get /api/status/lookup lookUpJob',
    'get /api/jobs/{job_id}/timeline getJobTimeline',
    'get /api/jobs/{job_id}/progress getJobProgress',
    'post /api/jobs/{job_id}/cancel cancelJob',
    'post /api/status/job/{job_id}/cancel cancelJobByStatus',
    'post /api/jobs/{job_id}/pause pauseJob',
    'post /api/jobs/{job_id}/resume resumeJob',
    'post /api/jobs/{job_id}/retry retryJob',
    'post /api/jobs/{job_id}/nodes/{node_id}/decision decideNode',
    'post /api/jobs/run runSpec',
    'get /api/jobs/stats getJobStats',
    'get /api/workflows listWorkflows',
    'get /api/workflows/{workflow_id} getWorkflow',
    'get /api/workflows/{workflow_id}/yaml getWorkflowSource',
    'get /api/workflows/{workflow_id}/plan getWorkflowPlan',
    'get /api/gateway/health getGatewayHealth',
    'get /api/proxy/health getProxyHealth',
    'get /api/admin/health getAdminHealth',
    'get /api/admin/config getConfig',
    'get /api/admin/active-jobs listActiveJobs',
    'get /api/admin/recent-events listRecentEvents',
    'get /api/admin/orphans listOrphans',
    'get /api/admin/running-nodes listRunningNodes',
    'get /api/admin/failed-nodes listFailedNodes',
    'get /api/admin/platforms listPlatforms',
    'post /api/admin/platforms createPlatform',
    'get /api/admin/api-keys listApiKeys',
    'post /api/admin/api-keys createApiKey',
    'get /api/admin/webhooks listWebhooks',
    'get /api/admin/layer-metadata listLayerMetadata',
    'post /api/admin/layer-metadata createLayerMetadata',
    'get /api/admin/layer-metadata/{asset_id} getLayerMetadata',
    'put /api/admin/layer-metadata/{asset_id} replaceLayerMetadata',
    'delete /api/admin/layer-metadata/{asset_id} deleteLayerMetadata',
    'patch /api/admin/platforms/{platform_id} updatePlatform',
    'delete /api/admin/api-keys/{prefix} revokeApiKey',
    'post /api/admin/api-keys/{prefix}/rotate rotateApiKey',
    'post /api/admin/platforms/{platform_id}/webhook-secret rotateWebhookSecret',
    'post /api/admin/webhooks/{delivery_id}/redeliver redeliverWebhook',
    'post /api/admin/bootstrap/deploy deploy',
    'get /stac getStacLandingPage',
    'get /stac/conformance getStacConformance',
    'get /stac/collections listStacCollections',
    'get /stac/collections/{collection_id} getStacCollection',
    'get /stac/collections/{collection_id}/items listStacItems',
    'get /stac/collections/{collection_id}/items/{item_id} getStacItem',
    'get /stac/collections/{collection_id}/items/{item_id}/assets/{asset_key}/sign signStacAsset',
    'get /stac/search searchStacItems',
    'post /stac/search searchStacItemsByBody',
    'get /stac/queryables getStacQueryables',
    'get /stac/collections/{collection_id}/queryables getStacCollectionQueryables',
  ]);
});

test('the document is OpenAPI 3.1 with the schemas that validate', () => {
  assert.equal(document.openapi, '3.1.0');
  const submission = document.components?.schemas?.PlatformSubmission;
  assert.ok(submission && 'required' in submission);
  assert.deepEqual(submission.required, ['platform_id', 'platform_refs', 'data_type']);
  assert.equal(submission.additionalProperties, false);
});

test('an operation names its problems by status', () => {
  const responses = document.paths?.['/api/platform/status/{request_id}']?.get?.responses ?? {};
  assert.deepEqual(Object.keys(responses), [
    '200',
    '304',
    '400',
    '401',
    '403',
    '404',
    '406',
    '409',
    '422',
    '429',
    '431',
    '500',
    '503',
  ]);
});

test('a version in a path is documented as a number', () => {
  const parameters = document.paths?.['/api/assets/{asset_id}/versions/{ordinal}']?.get?.parameters ?? [];
  const ordinal = parameters.find((parameter) => 'name' in parameter && parameter.name === 'ordinal');
  assert.ok(ordinal && 'schema' in ordinal && ordinal.schema && 'type' in ordinal.schema);
  assert.equal(ordinal.schema.type, 'integer');
});

for (const [name, { paths, components }, routes] of [
  ['gateway', DOCUMENTS.gateway, GATEWAY_ROUTES],
  ['domain API', DOCUMENTS.domain, DOMAIN_ROUTES],
] as const) {
  test(`${name}: every problem of an operation has its example, and every parameter its limits`, () => {
    for (const route of routes) {
      const operation = paths?.[route.path]?.[route.method];
      const text = JSON.stringify(operation?.responses);
      for (const code of route.problems) {
        assert.ok(text.includes(`"${code}":{"$ref":"#/components/examples/${code}"}`), `${route.operation_id} ${code}`);
        const example = components?.examples?.[code];
        assert.ok(example && 'value' in example && example.value.code === code, code);
      }
      for (const parameter of operation?.parameters ?? []) {
        assert.ok('schema' in parameter && parameter.schema, route.operation_id);
        const { schema } = parameter;
        const isLimited = ['maxLength', 'pattern', 'maximum', 'enum', 'format'].some((limit) => limit in schema);
        assert.ok(
          isLimited || ('type' in schema && schema.type === 'boolean'),
          `${route.operation_id} ${parameter.name}: ${JSON.stringify(schema)}`,
        );
      }
    }
  });

  test(`${name}: every body and every answer has an example`, () => {
    for (const { path, method, reply } of routes) {
      const operation = paths?.[path]?.[method];
      const answer = JSON.stringify(operation?.responses?.[reply.status]);
      assert.match(answer, /"content":\{"[^"]+":\{"example":/, `${method} ${path}`);
      const body = operation?.requestBody;
      if (body && 'content' in body) assert.ok(body.content['application/json']?.example, `${method} ${path}`);
    }
  });
}
