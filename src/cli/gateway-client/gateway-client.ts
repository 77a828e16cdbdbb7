import { z } from 'zod';
import type { BodyOf, QueryOf } from '../../api/client/gateway-api.ts';
import * as admin from '../../api/shared/schemas/admin.ts';
import * as control from '../../api/shared/schemas/job-control.ts';
import * as reads from '../../api/shared/schemas/reads.ts';
import * as reply from '../../api/shared/schemas/replies.ts';
import type { ListPage } from '../lists/read-list.ts';
import { type FollowOptions, followProgress, type ProgressEvent } from './follow-progress.ts';
import { answerOf, type GatewayAddress, gatewayApi, once } from './request.ts';

export type AssetSubmission = BodyOf<'submitPlatform'>;
export type JobSubmission = BodyOf<'submitGatewayJob'>;
export type Approval = BodyOf<'approveVersion'>;
export type Rejection = BodyOf<'rejectVersion'>;
export type AcceptedSubmission = z.output<typeof reply.acceptedSubmission>;
export type AcceptedJob = z.output<typeof reply.acceptedJob>;
export type SubmissionStatus = z.output<typeof reply.submissionStatus>;
export type Job = z.output<typeof reply.job>;
export type JobNode = z.output<typeof reply.jobNodes>['nodes'][number];
export type JobReference = z.output<typeof reply.jobReference>;
export type Version = z.output<typeof reply.version>;
export type ChangedAsset = z.output<typeof reply.changedAsset>;
export type ApiKey = z.output<typeof admin.apiKey>;
export type MintedApiKey = z.output<typeof admin.mintedApiKey>;
export type NewApiKey = BodyOf<'createApiKey'>;
export type Rotation = BodyOf<'rotateApiKey'>;
export type ChangedVersion = z.output<typeof reply.changedVersion>;
export type AdHocSubmission = BodyOf<'runSpec'>;
export type Decision = BodyOf<'decideNode'>;
export type DecidedNode = z.output<typeof control.decidedNode>;
export type RetryRequest = BodyOf<'retryJob'>;
export type RetriedJob = z.output<typeof control.retriedJob>;
export type JobRequested = z.output<typeof control.jobRequested>;
export type JobProgress = z.output<typeof control.progress>;
export type TimelinePage = z.output<typeof control.timeline>;
export type TimelineEntry = TimelinePage['entries'][number];
export type Asset = z.output<typeof reads.asset>;
export type ListedJob = z.output<typeof reads.listedJob>;
export type JobStats = z.output<typeof control.jobStats>;
export type AssetQuery = QueryOf<'listAssets'>;
export type JobQuery = QueryOf<'listJobs'>;

/** What a job can be asked for. */
export const JOB_REQUESTS = ['cancel', 'pause', 'resume'] as const;
export type JobRequest = (typeof JOB_REQUESTS)[number];

/**
 * The gateway, as its clients see it. Every method throws a CliError: with the gateway's own code where it refused
 * (exit code 3), `gateway_unreachable` or `unexpected_answer` (4) where there is no gateway to speak of.
 */
export interface GatewayClient {
  submitAsset(body: AssetSubmission): Promise<AcceptedSubmission>;
  submitJob(body: JobSubmission): Promise<AcceptedJob>;
  submissionStatus(requestId: string): Promise<SubmissionStatus>;
  /** The current job of what was submitted under a request id. */
  lookUp(requestId: string): Promise<JobReference>;
  job(jobId: string): Promise<Job>;
  /** In the plan's order. */
  jobNodes(jobId: string): Promise<JobNode[]>;
  /** Oldest first. */
  versions(assetId: string): Promise<Version[]>;
  version(assetId: string, ordinal: number): Promise<Version>;
  approve(assetId: string, ordinal: number, body: Approval): Promise<ChangedVersion>;
  reject(assetId: string, ordinal: number, body: Rejection): Promise<ChangedVersion>;
  reprocess(assetId: string, ordinal: number): Promise<ChangedVersion>;
  markCleared(assetId: string, body: Approval): Promise<ChangedAsset>;
  markPublic(assetId: string, body: Approval): Promise<ChangedAsset>;
  deleteAsset(assetId: string, cancelJobs: boolean): Promise<ChangedAsset>;
  restoreAsset(assetId: string): Promise<ChangedAsset>;
  /** All of them, or those that are bound to a platform. */
  apiKeys(platformId?: string): Promise<ApiKey[]>;
  createApiKey(body: NewApiKey): Promise<MintedApiKey>;
  rotateApiKey(prefix: string, body: Rotation): Promise<MintedApiKey>;
  revokeApiKey(prefix: string): Promise<ApiKey>;
  request(jobId: string, request: JobRequest): Promise<JobRequested>;
  retry(jobId: string, body: RetryRequest): Promise<RetriedJob>;
  decide(jobId: string, nodeId: string, body: Decision): Promise<DecidedNode>;
  /** Runs a spec that is sent along. */
  run(body: AdHocSubmission): Promise<AcceptedJob>;
  progress(jobId: string): Promise<JobProgress>;
  /** The same at each change, over one connection. */
  followProgress(jobId: string, options: FollowOptions): AsyncIterable<ProgressEvent>;
  /** Oldest first, a page at a time. */
  timeline(jobId: string, cursor?: string): Promise<TimelinePage>;
  stats(): Promise<JobStats>;
  /** A page of them. */
  assets(query: AssetQuery): Promise<ListPage<Asset>>;
  jobs(query: JobQuery): Promise<ListPage<ListedJob>>;
}

const ASSET = '/api/assets/{asset_id}';
const VERSION = `${ASSET}/versions/{ordinal}`;
const JOB = '/api/jobs/{job_id}';
const KEYS = '/api/admin/api-keys';
/** Of what is read to its end, page by page. */
const LONGEST_PAGE = 500;
const LONGEST_TIMELINE_PAGE = 1_000;

export function createGatewayClient(address: GatewayAddress): GatewayClient {
  const api = gatewayApi(address);
  const answer = <S extends z.ZodType>(asked: Parameters<typeof answerOf>[1], schema: S) =>
    answerOf(address, asked, schema);
  return {
    submitAsset: (body) => answer(api.POST('/api/platform/submit', { body, params: once() }), reply.acceptedSubmission),
    submitJob: (body) => answer(api.POST('/api/gateway/submit', { body, params: once() }), reply.acceptedJob),
    submissionStatus: (request_id) =>
      answer(
        api.GET('/api/platform/status/{request_id}', { params: { path: { request_id } } }),
        reply.submissionStatus,
      ),
    lookUp: (request_id) =>
      answer(api.GET('/api/status/lookup', { params: { query: { request_id } } }), reply.jobReference),
    job: (job_id) => answer(api.GET('/api/status/job/{job_id}', { params: { path: { job_id } } }), reply.job),
    jobNodes: async (job_id) => {
      const asked = api.GET('/api/status/job/{job_id}/nodes', { params: { path: { job_id } } });
      return (await answer(asked, reply.jobNodes)).nodes;
    },
    versions: (asset_id) =>
      allOf(async (query) => {
        const asked = api.GET(`${ASSET}/versions`, { params: { path: { asset_id }, query } });
        const { versions, next_cursor } = await answer(asked, versionPage);
        return { items: versions, next_cursor };
      }),
    version: (asset_id, ordinal) =>
      answer(api.GET(VERSION, { params: { path: { asset_id, ordinal } } }), reply.version),
    approve: (asset_id, ordinal, body) =>
      answer(api.POST(`${VERSION}/approve`, { params: { path: { asset_id, ordinal } }, body }), reply.changedVersion),
    reject: (asset_id, ordinal, body) =>
      answer(api.POST(`${VERSION}/reject`, { params: { path: { asset_id, ordinal } }, body }), reply.changedVersion),
    reprocess: (asset_id, ordinal) =>
      answer(
        api.POST(`${VERSION}/reprocess`, { params: { path: { asset_id, ordinal }, ...once() } }),
        reply.changedVersion,
      ),
    markCleared: (asset_id, body) =>
      answer(api.POST(`${ASSET}/clearance/cleared`, { params: { path: { asset_id } }, body }), reply.changedAsset),
    markPublic: (asset_id, body) =>
      answer(api.POST(`${ASSET}/clearance/public`, { params: { path: { asset_id } }, body }), reply.changedAsset),
    deleteAsset: (asset_id, cancelJobs) => {
      const query = { cancel_jobs: cancelJobs ? ('true' as const) : ('false' as const) };
      return answer(api.DELETE(ASSET, { params: { path: { asset_id }, query } }), reply.changedAsset);
    },
    restoreAsset: (asset_id) =>
      answer(api.POST(`${ASSET}/restore`, { params: { path: { asset_id } } }), reply.changedAsset),
    apiKeys: (platform_id) => {
      const only = platform_id === undefined ? {} : { platform_id };
      return allOf(async (query) => {
        const asked = api.GET(KEYS, { params: { query: { ...query, ...only } } });
        const { api_keys, next_cursor } = await answer(asked, apiKeyPage);
        return { items: api_keys, next_cursor };
      });
    },
    createApiKey: (body) => answer(api.POST(KEYS, { body, params: once() }), admin.mintedApiKey),
    rotateApiKey: (prefix, body) =>
      answer(
        api.POST(`${KEYS}/{prefix}/rotate`, { params: { path: { prefix }, ...once() }, body }),
        admin.mintedApiKey,
      ),
    revokeApiKey: (prefix) => answer(api.DELETE(`${KEYS}/{prefix}`, { params: { path: { prefix } } }), admin.apiKey),
    request: (job_id, what) =>
      answer(api.POST(`${JOB}/${what}`, { params: { path: { job_id } } }), control.jobRequested),
    retry: (job_id, body) =>
      answer(api.POST(`${JOB}/retry`, { params: { path: { job_id }, ...once() }, body }), control.retriedJob),
    decide: (job_id, node_id, body) =>
      answer(
        api.POST(`${JOB}/nodes/{node_id}/decision`, { params: { path: { job_id, node_id } }, body }),
        control.decidedNode,
      ),
    run: (body) => answer(api.POST('/api/jobs/run', { body, params: once() }), reply.acceptedJob),
    progress: (job_id) => answer(api.GET(`${JOB}/progress`, { params: { path: { job_id } } }), control.progress),
    followProgress: (jobId, options) => followProgress(address, api, jobId, options),
    timeline: (job_id, cursor) => {
      const query = { limit: LONGEST_TIMELINE_PAGE, ...(cursor !== undefined && { cursor }) };
      return answer(api.GET(`${JOB}/timeline`, { params: { path: { job_id }, query } }), control.timeline);
    },
    stats: () => answer(api.GET('/api/jobs/stats'), control.jobStats),
    assets: async (query) => {
      const { assets, next_cursor } = await answer(api.GET('/api/assets', { params: { query } }), assetPage);
      return { items: assets, next_cursor };
    },
    jobs: async (query) => {
      const { jobs, next_cursor } = await answer(api.GET('/api/status/jobs', { params: { query } }), jobPage);
      return { items: jobs, next_cursor };
    },
  };
}

const assetPage = z.object({ assets: z.array(reads.asset), next_cursor: z.string().nullable() });
const jobPage = z.object({ jobs: z.array(reads.listedJob), next_cursor: z.string().nullable() });
const versionPage = z.object({ versions: z.array(reply.version), next_cursor: z.string().nullable() });
const apiKeyPage = z.object({ api_keys: z.array(admin.apiKey), next_cursor: z.string().nullable() });

/** Of a list that is answered in pages. */
async function allOf<T>(page: (query: { limit: number; cursor?: string }) => Promise<ListPage<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next_cursor } = await page({ limit: LONGEST_PAGE, ...(cursor !== undefined && { cursor }) });
    all.push(...items);
    cursor = next_cursor ?? undefined;
    more = cursor !== undefined;
  }
  return all;
}
