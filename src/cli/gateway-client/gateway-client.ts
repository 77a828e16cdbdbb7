import { z } from 'zod';
import * as admin from '../../api/shared/schemas/admin.ts';
import type { approveBody, gatewayJobBody, platformSubmitBody, rejectBody } from '../../api/shared/schemas/bodies.ts';
import * as control from '../../api/shared/schemas/job-control.ts';
import * as reads from '../../api/shared/schemas/reads.ts';
import * as reply from '../../api/shared/schemas/replies.ts';
import type { ListPage, ListQuery } from '../lists/read-list.ts';
import { type FollowOptions, followProgress, type ProgressEvent } from './follow-progress.ts';
import { type GatewayAddress, request } from './request.ts';

export type AssetSubmission = z.input<typeof platformSubmitBody>;
export type JobSubmission = z.input<typeof gatewayJobBody>;
export type Approval = NonNullable<z.input<typeof approveBody>>;
export type Rejection = z.input<typeof rejectBody>;
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
export type NewApiKey = z.input<typeof admin.apiKeyBody>;
export type Rotation = NonNullable<z.input<typeof admin.rotationBody>>;
export type ChangedVersion = z.output<typeof reply.changedVersion>;
export type AdHocSubmission = z.input<typeof control.runBody>;
export type Decision = z.input<typeof control.decisionBody>;
export type DecidedNode = z.output<typeof control.decidedNode>;
export type RetryRequest = NonNullable<z.input<typeof control.retryBody>>;
export type RetriedJob = z.output<typeof control.retriedJob>;
export type JobRequested = z.output<typeof control.jobRequested>;
export type JobProgress = z.output<typeof control.progress>;
export type TimelinePage = z.output<typeof control.timeline>;
export type TimelineEntry = TimelinePage['entries'][number];
export type Asset = z.output<typeof reads.asset>;
export type ListedJob = z.output<typeof reads.listedJob>;
export type JobStats = z.output<typeof control.jobStats>;

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
  assets(query: ListQuery): Promise<ListPage<Asset>>;
  jobs(query: ListQuery): Promise<ListPage<ListedJob>>;
}

export function createGatewayClient(address: GatewayAddress): GatewayClient {
  const get = <S extends z.ZodType>(path: string, schema: S) => request(address, { method: 'GET', path, schema });
  const post = <S extends z.ZodType>(path: string, body: object, schema: S) =>
    request(address, { method: 'POST', path, body, schema });
  const remove = <S extends z.ZodType>(path: string, schema: S) => request(address, { method: 'DELETE', path, schema });
  const assetPath = (assetId: string) => `/api/assets/${part(assetId)}`;
  const keyPath = (prefix: string) => `/api/admin/api-keys/${part(prefix)}`;
  const versionPath = (assetId: string, ordinal: number) => `/api/assets/${part(assetId)}/versions/${ordinal}`;

  return {
    submitAsset: (body) => post('/api/platform/submit', body, reply.acceptedSubmission),
    submitJob: (body) => post('/api/gateway/submit', body, reply.acceptedJob),
    submissionStatus: (requestId) => get(`/api/platform/status/${part(requestId)}`, reply.submissionStatus),
    lookUp: (requestId) => get(`/api/status/lookup?request_id=${part(requestId)}`, reply.jobReference),
    job: (jobId) => get(`/api/status/job/${part(jobId)}`, reply.job),
    jobNodes: async (jobId) => (await get(`/api/status/job/${part(jobId)}/nodes`, reply.jobNodes)).nodes,
    versions: (assetId) =>
      allOf(async (query) => {
        const { versions, next_cursor } = await get(`${assetPath(assetId)}/versions${query}`, versionPage);
        return { items: versions, next_cursor };
      }),
    version: (assetId, ordinal) => get(versionPath(assetId, ordinal), reply.version),
    approve: (assetId, ordinal, body) => post(`${versionPath(assetId, ordinal)}/approve`, body, reply.changedVersion),
    reject: (assetId, ordinal, body) => post(`${versionPath(assetId, ordinal)}/reject`, body, reply.changedVersion),
    reprocess: (assetId, ordinal) => post(`${versionPath(assetId, ordinal)}/reprocess`, {}, reply.changedVersion),
    markCleared: (assetId, body) => post(`${assetPath(assetId)}/clearance/cleared`, body, reply.changedAsset),
    markPublic: (assetId, body) => post(`${assetPath(assetId)}/clearance/public`, body, reply.changedAsset),
    deleteAsset: (assetId, cancelJobs) => remove(`${assetPath(assetId)}?cancel_jobs=${cancelJobs}`, reply.changedAsset),
    restoreAsset: (assetId) => post(`${assetPath(assetId)}/restore`, {}, reply.changedAsset),
    apiKeys: (platformId) => {
      const only = platformId === undefined ? '' : `&platform_id=${part(platformId)}`;
      return allOf(async (query) => {
        const { api_keys, next_cursor } = await get(`/api/admin/api-keys${query}${only}`, apiKeyPage);
        return { items: api_keys, next_cursor };
      });
    },
    createApiKey: (body) => post('/api/admin/api-keys', body, admin.mintedApiKey),
    rotateApiKey: (prefix, body) => post(`${keyPath(prefix)}/rotate`, body, admin.mintedApiKey),
    revokeApiKey: (prefix) => remove(keyPath(prefix), admin.apiKey),
    request: (jobId, what) => post(`${jobPath(jobId)}/${what}`, {}, control.jobRequested),
    retry: (jobId, body) => post(`${jobPath(jobId)}/retry`, body, control.retriedJob),
    decide: (jobId, nodeId, body) =>
      post(`${jobPath(jobId)}/nodes/${part(nodeId)}/decision`, body, control.decidedNode),
    run: (body) => post('/api/jobs/run', body, reply.acceptedJob),
    progress: (jobId) => get(`${jobPath(jobId)}/progress`, control.progress),
    followProgress: (jobId, options) => followProgress(address, `${jobPath(jobId)}/progress`, options),
    timeline: (jobId, cursor) => get(`${jobPath(jobId)}/timeline${pageQuery(cursor)}`, control.timeline),
    stats: () => get('/api/jobs/stats', control.jobStats),
    assets: async (query) => {
      const { assets, next_cursor } = await get(`/api/assets${queryText(query)}`, assetPage);
      return { items: assets, next_cursor };
    },
    jobs: async (query) => {
      const { jobs, next_cursor } = await get(`/api/status/jobs${queryText(query)}`, jobPage);
      return { items: jobs, next_cursor };
    },
  };
}

const assetPage = z.object({ assets: z.array(reads.asset), next_cursor: z.string().nullable() });
const jobPage = z.object({ jobs: z.array(reads.listedJob), next_cursor: z.string().nullable() });

function queryText(query: ListQuery): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) text.set(name, value);
  return `?${text}`;
}

const versionPage = z.object({ versions: z.array(reply.version), next_cursor: z.string().nullable() });

const apiKeyPage = z.object({ api_keys: z.array(admin.apiKey), next_cursor: z.string().nullable() });

/** Of a list that is answered in pages. */
async function allOf<T>(page: (query: string) => Promise<{ items: T[]; next_cursor: string | null }>): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next_cursor } = await page(pageQuery(cursor, 500));
    all.push(...items);
    cursor = next_cursor ?? undefined;
    more = cursor !== undefined;
  }
  return all;
}

function jobPath(jobId: string): string {
  return `/api/jobs/${part(jobId)}`;
}

const PAGE = 1_000;

function pageQuery(cursor: string | undefined, limit = PAGE): string {
  return `?limit=${limit}${cursor === undefined ? '' : `&cursor=${part(cursor)}`}`;
}

function part(text: string): string {
  return encodeURIComponent(text);
}
