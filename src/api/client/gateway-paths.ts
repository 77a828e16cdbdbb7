// Made by `npm run docs` from the OpenAPI document.

export type paths = {
    "/api/platform/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a dataset
         * @description Takes a dataset in as the next version of the asset that its references name. The same submission under the same request_id has the same answer, however often it is sent.
         */
        post: operations["submitPlatform"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/status/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a submission is */
        get: operations["getPlatformStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assets, newest first */
        get: operations["listAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/platforms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Platforms, and which references each wants */
        get: operations["listKnownPlatforms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An asset, and how its newest version stands */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        /**
         * Delete an asset
         * @description It can be restored: nothing is removed, and its references keep naming it. Refused while a job of it runs, unless that is to be cancelled.
         */
        delete: operations["deleteAsset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An asset's versions, oldest first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/versions/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest version of an asset: the highest that is approved */
        get: operations["getLatestVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/versions/{ordinal}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version of an asset */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/versions/{ordinal}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a completed version
         * @description What was decided is not changed. The highest approved version is the latest of its asset.
         */
        post: operations["approveVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/versions/{ordinal}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a version that has come to an end */
        post: operations["rejectVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/versions/{ordinal}/reprocess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process a version anew, from the beginning
         * @description The same version gets a new job under its next revision: the same inputs, by the workflow as it is now. Not while a job of it runs, and not once it is approved or rejected.
         */
        post: operations["reprocessVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/clearance/cleared": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Clear an asset for official use only */
        post: operations["markAssetCleared"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/clearance/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a cleared asset public
         * @description It must have an approved version. Clearance is not taken back.
         */
        post: operations["markAssetPublic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{asset_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a deleted asset as it was */
        post: operations["restoreAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/gateway/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a workflow that makes no asset version
         * @description The same workflow, version and inputs are the same job, unless an idempotency key says otherwise.
         */
        post: operations["submitGatewayJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/gateway/submit/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run 1 to 100 jobs that make no asset version
         * @description Each as by `POST /api/gateway/submit`, and each accepted or refused by itself: the answer tells of them in their order. Sent again under the same Idempotency-Key, those that were accepted are not accepted anew, and those that were refused are tried again.
         */
        post: operations["submitGatewayJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs, newest first */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/job/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/job/{job_id}/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job's nodes, in the plan's order */
        get: operations["getJobNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/job/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job's events, oldest first
         * @description The trail of the job and its nodes. The timeline has attempts and percentages besides.
         */
        get: operations["listJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many jobs wait and run, and how many ended in the last day */
        get: operations["getJobCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The current job of a submission or of a version */
        get: operations["lookUpJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that happened to a job, in order
         * @description Changes of nodes and of the job, attempts and what they failed with, percentages in steps of ten, requests and decisions. Of the items of a fan-out: failures, attempts beyond the first, and which of them a retry runs again. Of used specs: their nodes, by `item_key`. Kept as long as the job is.
         */
        get: operations["getJobTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a job is
         * @description With `Accept: text/event-stream` at each change until its end, by server-sent events.
         */
        get: operations["getJobProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a job to end as cancelled */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status/job/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a job to end as cancelled */
        post: operations["cancelJobByStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a job to start nothing new; what runs goes on */
        post: operations["pauseJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused job go on */
        post: operations["resumeJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on from where a job failed or was cancelled
         * @description The same job, its next attempt. What completed is kept, down to the items of a fan-out; name nodes or items to run those again, or give the output of a node by hand to get past it, which needs the scope admin and a key that is not bound to a platform.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/nodes/{node_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject what an approval node waits for */
        post: operations["decideNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a spec that is sent along
         * @description For trying a spec out. Its faults come as `errors` with line and column.
         */
        post: operations["runSpec"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What runs, waits and fails, and who works
         * @description A key that is bound to a platform is told the figures of its jobs; the task queues are common to all.
         */
        get: operations["getJobStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workflows, and what each takes */
        get: operations["listWorkflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workflow: its inputs, outputs and nodes */
        get: operations["getWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The YAML of a workflow */
        get: operations["getWorkflowSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workflows/{workflow_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The execution plan that a job of the workflow would run now */
        get: operations["getWorkflowPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/gateway/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the gateway can do its work */
        get: operations["getGatewayHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proxy/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service behind the gateway answers */
        get: operations["getProxyHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How every part of the service is */
        get: operations["getAdminHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The gateway's settings, without secrets */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/active-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs that have not ended, oldest first */
        get: operations["listActiveJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/recent-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trail of everything, newest first */
        get: operations["listRecentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orphans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs and versions that have lost their other half, longest first
         * @description Jobs that have not ended though their version has another one, or that the reconciler has not looked at for 15 minutes, and versions still to be processed though their job has ended.
         */
        get: operations["listOrphans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/running-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes that run, longest first */
        get: operations["listRunningNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/failed-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes that failed, last first */
        get: operations["listFailedNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/platforms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Platforms, by their ids */
        get: operations["listPlatforms"];
        put?: never;
        /** Add a platform */
        post: operations["createPlatform"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys without their secrets, by their prefixes */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description A key that is bound to a platform makes keys of that platform alone.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Callbacks that were given up, or in another state, oldest first */
        get: operations["listWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/layer-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Layer metadata, by the ids of the assets */
        get: operations["listLayerMetadata"];
        put?: never;
        /** Say how a web map shows an asset */
        post: operations["createLayerMetadata"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/layer-metadata/{asset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The layer metadata of an asset */
        get: operations["getLayerMetadata"];
        /**
         * Replace the layer metadata of an asset, all of it
         * @description What is left out is empty thereafter.
         */
        put: operations["replaceLayerMetadata"];
        post?: never;
        /** Remove the layer metadata of an asset */
        delete: operations["deleteLayerMetadata"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/platforms/{platform_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a platform, deactivate it, activate it again
         * @description What is left out stays as it is. Required references cannot be changed: assets are named by them.
         */
        patch: operations["updatePlatform"];
        trace?: never;
    };
    "/api/admin/api-keys/{prefix}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key, at once */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/api-keys/{prefix}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an API key a successor
         * @description With the same name, scopes and platform. Both are good until the overlap is over.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/platforms/{platform_id}/webhook-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a platform's callbacks a signing secret, or the next one
         * @description Both are signed with until the overlap is over. Of three the oldest ends at once.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/webhooks/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a callback again that was given up
         * @description Under its id, and as it was: with what it told of at its time.
         */
        post: operations["redeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/bootstrap/deploy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring the database to the state that the software needs
         * @description Migrations, roles and rights. Where there is nothing to do, nothing is done; two at once wait for each other.
         */
        post: operations["deploy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalogue, and links to what it has */
        get: operations["getStacLandingPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/conformance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which conformance classes are met */
        get: operations["getStacConformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Collections
         * @description Those that have an item that the caller may see. 100 a page where limit does not say.
         */
        get: operations["listStacCollections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/collections/{collection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A collection */
        get: operations["getStacCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/collections/{collection_id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items of a collection, newest first */
        get: operations["listStacItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/collections/{collection_id}/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An item */
        get: operations["getStacItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/collections/{collection_id}/items/{item_id}/assets/{asset_key}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An address to read the blob of a StacAsset from
         * @description For whoever may see the item. The hrefs of items are stable and have no signature; this one has, and is good for some minutes, for reading, and for this blob alone.
         */
        get: operations["signStacAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search items, newest first */
        get: operations["searchStacItems"];
        put?: never;
        /** Search items, newest first, by a body */
        post: operations["searchStacItemsByBody"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/queryables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Properties that filters know
         * @description Others can be asked for as well; what they are compared with says of which type they are.
         */
        get: operations["getStacQueryables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stac/collections/{collection_id}/queryables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Properties that filters of a collection know */
        get: operations["getStacCollectionQueryables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
};
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        /**
         * @example {
         *       "platform_id": "ddh",
         *       "platform_refs": {
         *         "dataset_id": "DS-2041",
         *         "resource_id": "R-7"
         *       },
         *       "data_type": "raster",
         *       "version_label": "2026-Q1",
         *       "input_params": {
         *         "container_name": "bronze",
         *         "blob_name": "incoming/flood-depth.tif"
         *       }
         *     }
         */
        PlatformSubmission: {
            /**
             * @description The platform, such as `ddh`.
             * @example ddh
             */
            platform_id: string;
            /**
             * @description What identifies the asset on its platform: the platform's reference keys, each with a text.
             * @example {
             *       "dataset_id": "DS-2041",
             *       "resource_id": "R-7"
             *     }
             */
            platform_refs: {
                [key: string]: string & (unknown & unknown);
            };
            /** @enum {string} */
            data_type: "raster" | "vector";
            /** @description The client's name for the version; not interpreted. */
            version_label?: string | null;
            /** @description Default: the one for the data type. */
            workflow_id?: string | null;
            /**
             * @description Inputs of the workflow, checked against its declarations.
             * @default {}
             */
            input_params?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** @description Who submits, for the record. */
            submitted_by?: string | null;
            /** @description Where the version's state changes are told of: a public https:// address. See the documentation on callbacks. */
            callback_url?: string | null;
            /** @description Default: a new UUID, told in the answer. */
            request_id?: string | null;
        };
        JsonValue: unknown;
        /**
         * @default {}
         * @example {
         *       "reviewer": "A. Cartographer"
         *     }
         */
        Approval: {
            /** @description Who decided, for all readers. Default: the API key, which administrators alone see. */
            reviewer?: string | null;
        };
        /**
         * @example {
         *       "rejection_reason": "Clouds over half of the scene."
         *     }
         */
        Rejection: {
            /** @description Who decided, for all readers. Default: the API key, which administrators alone see. */
            reviewer?: string | null;
            /**
             * @description Why, for the submitter.
             * @example The coastline is of another year.
             */
            rejection_reason: string;
        };
        /**
         * @default {}
         * @example {
         *       "reviewer": "A. Cartographer"
         *     }
         */
        ClearanceDecision: {
            /** @description Who decided, for all readers. Default: the API key, which administrators alone see. */
            reviewer?: string | null;
        };
        /**
         * @example {
         *       "workflow_id": "echo_test",
         *       "input_params": {
         *         "message": "hello"
         *       }
         *     }
         */
        GatewayJobSubmission: {
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            /**
             * @description Inputs of the workflow, checked against its declarations.
             * @default {}
             */
            input_params?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            correlation_id?: string | null;
            /** @description Kept with the job. Callbacks tell of versions; a job that makes none has none. */
            callback_url?: string | null;
            /** @default 5 */
            priority?: number;
            /** @description The same key is the same job. Without one, the same inputs are. */
            idempotency_key?: string | null;
        };
        /**
         * @example {
         *       "jobs": [
         *         {
         *           "workflow_id": "echo_test",
         *           "input_params": {
         *             "message": "hello"
         *           }
         *         },
         *         {
         *           "workflow_id": "echo_test",
         *           "input_params": {
         *             "message": "world"
         *           }
         *         }
         *       ]
         *     }
         */
        GatewayJobBatch: {
            jobs: components["schemas"]["GatewayJobSubmission"][];
        };
        /**
         * @description Nothing named: all that did not complete.
         * @default {}
         */
        RetryRequest: {
            /** @description Run these again, and what depends on them. */
            nodes?: string[];
            /**
             * @description Run these items again, by fan-out.
             * @example {
             *       "tiles": [
             *         "tile-7"
             *       ]
             *     }
             */
            items?: {
                [key: string]: string[];
            };
            /** @description Outputs given by hand: these nodes count as completed. With the scope admin only. */
            outputs?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * @description The same of items of fan-outs, by node and key. With the scope admin only.
             * @example {
             *       "tiles": {
             *         "tile-9": {
             *           "path": "tiles/9.tif"
             *         }
             *       }
             *     }
             */
            item_outputs?: {
                [key: string]: {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
        };
        Decision: {
            approved: boolean;
            /** @description Why, for the trail. */
            comment?: string | null;
        };
        AdHocJob: {
            /** @description The YAML of a workflow spec. */
            spec: string;
            /**
             * @description The YAML of specs that it uses, by id, at most 100; the others are those of the server.
             * @default {}
             * @example {
             *       "greet": "workflow_id: greet\nversion: 1\nnodes: { say: { handler: echo } }"
             *     }
             */
            used_specs?: {
                [key: string]: string;
            };
            /**
             * @description Inputs of the workflow, checked against its declarations.
             * @default {}
             */
            input_params?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            correlation_id?: string | null;
            /** @default 5 */
            priority?: number;
            /** @description The same key is the same job. Without one, the same spec and inputs are. */
            idempotency_key?: string | null;
        };
        /**
         * @example {
         *       "platform_id": "gis-hub",
         *       "display_name": "GIS Hub",
         *       "required_refs": [
         *         "dataset_id"
         *       ],
         *       "optional_refs": [
         *         "resource_id"
         *       ]
         *     }
         */
        NewPlatform: {
            /**
             * @description The platform, for ever: it is part of what asset ids are made of.
             * @example gis-hub
             */
            platform_id: string;
            /** @example GIS Hub */
            display_name: string;
            /** @description References that every submission has to give. They cannot be changed later. */
            required_refs: string[];
            /**
             * @description References that it may give.
             * @default []
             */
            optional_refs?: string[];
        };
        /**
         * @example {
         *       "name": "Nightly import",
         *       "scopes": [
         *         "submit",
         *         "read"
         *       ],
         *       "platform_id": "ddh",
         *       "expires_at": null
         *     }
         */
        NewApiKey: {
            /**
             * @description For people: whose key this is.
             * @example Nightly import
             */
            name: string;
            scopes: ("submit" | "read" | "review" | "admin")[];
            /** @description The platform that it is bound to; none: to any. */
            platform_id?: string | null;
            /** @description Null or absent: never. */
            expires_at?: string | null;
        };
        /**
         * @example {
         *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
         *       "title": "Flood depth",
         *       "license": "CC-BY-4.0",
         *       "style": {
         *         "colormap": "blues",
         *         "rescale": [
         *           0,
         *           5
         *         ]
         *       },
         *       "legend": [
         *         {
         *           "label": "5 m",
         *           "color": "#08306b"
         *         }
         *       ],
         *       "tags": [
         *         "flood"
         *       ],
         *       "min_zoom": 4,
         *       "max_zoom": 16
         *     }
         */
        NewLayerMetadata: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            /**
             * @description What the layer is called.
             * @example Flood depth
             */
            title: string;
            /** @default null */
            description?: string | null;
            /**
             * @description Whom the map has to name.
             * @default null
             * @example © Survey of the Coast
             */
            attribution?: string | null;
            /**
             * @description An SPDX id, or a URL.
             * @default null
             * @example CC-BY-4.0
             */
            license?: string | null;
            /**
             * @description How a map draws it: for the map, not interpreted here.
             * @default {}
             */
            style?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** @default [] */
            legend?: {
                label: string;
                /** @example #1f77b4 */
                color: string;
            }[];
            /** @default [] */
            tags?: string[];
            /**
             * @description Of the map, from which on it is shown; null: from any.
             * @default null
             */
            min_zoom?: number | null;
            /**
             * @description Up to which it is shown; not below min_zoom.
             * @default null
             */
            max_zoom?: number | null;
            /**
             * @description Whatever else the clients agree upon.
             * @default {}
             */
            extra?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * @example {
         *       "title": "Flood depth",
         *       "license": "CC-BY-4.0",
         *       "style": {
         *         "colormap": "blues",
         *         "rescale": [
         *           0,
         *           5
         *         ]
         *       },
         *       "legend": [
         *         {
         *           "label": "5 m",
         *           "color": "#08306b"
         *         }
         *       ],
         *       "tags": [
         *         "flood"
         *       ],
         *       "min_zoom": 4,
         *       "max_zoom": 16
         *     }
         */
        LayerMetadataReplacement: {
            /**
             * @description What the layer is called.
             * @example Flood depth
             */
            title: string;
            /** @default null */
            description?: string | null;
            /**
             * @description Whom the map has to name.
             * @default null
             * @example © Survey of the Coast
             */
            attribution?: string | null;
            /**
             * @description An SPDX id, or a URL.
             * @default null
             * @example CC-BY-4.0
             */
            license?: string | null;
            /**
             * @description How a map draws it: for the map, not interpreted here.
             * @default {}
             */
            style?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** @default [] */
            legend?: {
                label: string;
                /** @example #1f77b4 */
                color: string;
            }[];
            /** @default [] */
            tags?: string[];
            /**
             * @description Of the map, from which on it is shown; null: from any.
             * @default null
             */
            min_zoom?: number | null;
            /**
             * @description Up to which it is shown; not below min_zoom.
             * @default null
             */
            max_zoom?: number | null;
            /**
             * @description Whatever else the clients agree upon.
             * @default {}
             */
            extra?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * @example {
         *       "is_active": false
         *     }
         */
        PlatformUpdate: {
            /** @example GIS Hub */
            display_name?: string;
            /** @description One that names assets cannot be taken away. */
            optional_refs?: string[];
            /** @description False: nothing is submitted for it any more. What is there stays, and is reviewed. */
            is_active?: boolean;
        };
        /**
         * @default {}
         * @example {
         *       "overlap_seconds": 3600
         *     }
         */
        Rotation: {
            /**
             * @description So long the old key goes on, but not beyond its own expiry.
             * @default 86400
             */
            overlap_seconds?: number;
            /** @description Of the new key; null: never. Absent: it lives as long as the old one was to. */
            expires_at?: string | null;
        };
        /**
         * @default {}
         * @example {
         *       "overlap_seconds": 86400
         *     }
         */
        WebhookSecretRotation: {
            /**
             * @description So long callbacks are signed with the secret before as well.
             * @default 86400
             */
            overlap_seconds?: number;
        };
        /**
         * @example {
         *       "collections": [
         *         "rasters"
         *       ],
         *       "bbox": [
         *         3,
         *         44,
         *         4,
         *         45
         *       ],
         *       "limit": 10
         *     }
         */
        StacSearch: {
            limit?: number;
            /** @description Of a link `next`: follow it as it is. */
            token?: string;
            collections?: string[];
            ids?: string[];
            bbox?: number[];
            datetime?: string;
            intersects?: {
                type: string;
            } & {
                [key: string]: unknown;
            };
            sortby?: {
                field: string;
                /**
                 * @default asc
                 * @enum {string}
                 */
                direction?: "asc" | "desc";
            }[];
            fields?: {
                include?: string[] | null;
                exclude?: string[] | null;
            };
            filter?: {
                [key: string]: components["schemas"]["__schema1"];
            } | string | boolean;
            /** @enum {string} */
            "filter-lang"?: "cql2-text" | "cql2-json";
            /** @enum {string} */
            "filter-crs"?: "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
        };
        __schema0: unknown;
        __schema1: unknown;
        AcceptedSubmission: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            version_ordinal: number;
            /**
             * @description The client's name for the submission.
             * @example 6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11
             */
            request_id: string;
            /** @constant */
            status: "accepted";
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /** @description urn:rhumbline:problem: and the code. */
            type: string;
            /** @description The same for every problem of this code. */
            title: string;
            status: number;
            /** @description What was wrong this time, and what to do. */
            detail: string;
            /**
             * @description Stable; match on this. Of a submission with several faults it is that of the first in errors, where those of the platform come before those of the workflow, of its inputs and of blobs.
             * @example unresolved_version
             */
            code: string;
            /** @description The path that was asked for. */
            instance: string;
            /** @description The X-Request-Id of this request. */
            request_id: string;
            /** @description Every fault of the request, not just the first; of more than 100 the first 100. */
            errors?: {
                /** @description JSON pointer into the body. */
                pointer?: string;
                /** @description Name of a path or query parameter. */
                parameter?: string;
                /** @description Name of a header. */
                header?: string;
                /** @description In the text at the pointer, from 1. */
                line?: number;
                column?: number;
                code: string;
                message: string;
            }[];
        };
        SubmissionStatus: {
            /**
             * @description The client's name for the submission.
             * @example 6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11
             */
            request_id: string;
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            version_ordinal: number;
            version_label: string | null;
            /** @enum {string} */
            processing_state: "queued" | "processing" | "completed" | "failed" | "cancelled";
            percent: number;
            /** @enum {string} */
            approval_state: "pending_review" | "approved" | "rejected";
            error: {
                /** @example invalid_raster */
                code: string;
                message: string;
            } | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            submitted_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            updated_at: string;
        };
        AssetList: {
            assets: components["schemas"]["Asset"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        Asset: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            /** @example ddh */
            platform_id: string;
            /**
             * @example {
             *       "dataset_id": "DS-2041",
             *       "resource_id": "R-7"
             *     }
             */
            platform_refs: {
                [key: string]: string;
            };
            /** @enum {string} */
            data_type: "raster" | "vector";
            /** @enum {string} */
            clearance: "uncleared" | "ouo" | "public";
            /**
             * @description The highest that is approved.
             * @example 1
             */
            latest_ordinal: number | null;
            newest_ordinal: number | null;
            /** @description Of the newest version. */
            processing_state: ("queued" | "processing" | "completed" | "failed" | "cancelled") | null;
            /** @description Of the newest version. */
            approval_state: ("pending_review" | "approved" | "rejected") | null;
            /** @description That the newest version is made by. */
            workflow_id: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            updated_at: string;
            /** @description With the scope admin only. */
            deleted_at?: string | null;
        };
        KnownPlatforms: {
            platforms: components["schemas"]["KnownPlatform"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        KnownPlatform: {
            /** @example ddh */
            platform_id: string;
            /** @example Development Data Hub */
            display_name: string;
            /**
             * @example [
             *       "dataset_id",
             *       "resource_id"
             *     ]
             */
            required_refs: string[];
            /** @example [] */
            optional_refs: string[];
            is_active: boolean;
        };
        /**
         * @example {
         *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
         *       "clearance": "ouo",
         *       "latest_ordinal": 1,
         *       "deleted_at": null
         *     }
         */
        ChangedAsset: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            /**
             * @description ouo: official use only.
             * @enum {string}
             */
            clearance: "uncleared" | "ouo" | "public";
            /** @description The highest approved version. */
            latest_ordinal: number | null;
            deleted_at: string | null;
        };
        VersionList: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            versions: components["schemas"]["Version"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        Version: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            version_ordinal: number;
            version_label: string | null;
            /**
             * @description The client's name for the submission.
             * @example 6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11
             */
            request_id: string;
            /** @enum {string} */
            processing_state: "queued" | "processing" | "completed" | "failed" | "cancelled";
            /** @enum {string} */
            approval_state: "pending_review" | "approved" | "rejected";
            /** @description Counts reprocessings. */
            revision: number;
            /** @description Container and name of the product. With the scope admin only. */
            blob_path?: string | null;
            /** @description With the scope admin only. */
            table_name?: string | null;
            stac_item_id: string | null;
            stac_collection_id: string | null;
            /** @description SHA-256 of the product. */
            content_hash: string | null;
            error: {
                /** @example invalid_raster */
                code: string;
                message: string;
            } | null;
            submitted_by: string | null;
            /** @description The name that was given with the decision. Without one, whose it was is told with the scope admin only. */
            reviewer: string | null;
            reviewed_at: string | null;
            rejection_reason: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            submitted_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            updated_at: string;
            /**
             * @description The job. With the scope admin only.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            current_job_id?: string;
            /** @description With the scope admin only. */
            deleted_at?: string | null;
        };
        /**
         * @example {
         *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
         *       "version_ordinal": 1,
         *       "approval_state": "approved",
         *       "processing_state": "completed",
         *       "revision": 0
         *     }
         */
        ChangedVersion: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            version_ordinal: number;
            /** @enum {string} */
            approval_state: "pending_review" | "approved" | "rejected";
            /** @enum {string} */
            processing_state: "queued" | "processing" | "completed" | "failed" | "cancelled";
            /** @description Counts reprocessings. */
            revision: number;
        };
        AcceptedJob: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /** @description False: it is the job of an earlier submission, and `status` is how that stands. One that failed or was cancelled goes on by a retry, and a new one is made under an idempotency key of its own. */
            created: boolean;
        };
        BatchAnswer: {
            accepted: number;
            refused: number;
            /** @description In the order of the jobs. Of each, one is null. */
            results: {
                job: components["schemas"]["AcceptedJob"] | null;
                problem: components["schemas"]["BatchedProblem"] | null;
            }[];
        };
        /** @description Its pointers are those of the whole body. */
        BatchedProblem: {
            /**
             * @description Stable; match on this. Of a submission with several faults it is that of the first in errors, where those of the platform come before those of the workflow, of its inputs and of blobs.
             * @example unresolved_version
             */
            code: string;
            status: number;
            /** @description The same for every problem of this code. */
            title: string;
            /** @description What was wrong this time, and what to do. */
            detail: string;
            /** @description Every fault of the request, not just the first; of more than 100 the first 100. */
            errors?: {
                /** @description JSON pointer into the body. */
                pointer?: string;
                /** @description Name of a path or query parameter. */
                parameter?: string;
                /** @description Name of a header. */
                header?: string;
                /** @description In the text at the pointer, from 1. */
                line?: number;
                column?: number;
                code: string;
                message: string;
            }[];
        };
        JobList: {
            jobs: components["schemas"]["ListedJob"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        ListedJob: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /** @example raster_ingest */
            workflow_id: string;
            /** @example 1 */
            workflow_version: number;
            /** @enum {string} */
            state: "pending" | "running" | "completed" | "failed" | "cancelled";
            is_paused: boolean;
            percent: number;
            /** @example 1 */
            attempt: number;
            platform_id: string | null;
            asset_id: string | null;
            version_ordinal: number | null;
            correlation_id: string | null;
            /**
             * @description With the scope admin only.
             * @example 5
             */
            priority?: number;
            /**
             * @description With the scope admin only.
             * @example api-key:0a1b2c3d4e5f
             */
            submitted_by?: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            started_at: string | null;
            ended_at: string | null;
            error: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            } | null;
        };
        Job: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            workflow_version: number;
            /** @enum {string} */
            state: "pending" | "running" | "completed" | "failed" | "cancelled";
            is_paused: boolean;
            percent: number;
            attempt: number;
            asset_id: string | null;
            version_ordinal: number | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            started_at: string | null;
            ended_at: string | null;
            result: {
                outputs: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
                _provenance: components["schemas"]["Provenance"];
            } | null;
            error: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            } | null;
        };
        Provenance: {
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            version: number;
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /** @description SHA-256 of the execution plan that ran. */
            plan_hash: string;
            software_version: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            completed_at: string;
        };
        JobNodes: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            nodes: {
                node_id: string;
                kind: string;
                handler: string | null;
                /** @enum {string} */
                state: "pending" | "ready" | "running" | "completed" | "failed" | "skipped" | "cancelled";
                percent: number;
                /** @description The handler's latest; above 1 it was retried. */
                attempt: number;
                /** @description Of the attempt before, while the node is open. */
                last_failure: {
                    /** @example invalid_raster */
                    code: string;
                    /** @example The raster has no coordinate reference system. */
                    message: string;
                    detail?: {
                        [key: string]: components["schemas"]["JsonValueOutput"];
                    };
                } | null;
                items: components["schemas"]["ItemCounts"] | null;
                /** @description Of a fan-out: the first of its items that failed. */
                failed_items: components["schemas"]["ItemFailure"][];
                started_at: string | null;
                ended_at: string | null;
                error: {
                    /** @example invalid_raster */
                    code: string;
                    /** @example The raster has no coordinate reference system. */
                    message: string;
                    detail?: {
                        [key: string]: components["schemas"]["JsonValueOutput"];
                    };
                } | null;
                note: string | null;
            }[];
        };
        ItemCounts: {
            total: number;
            pending: number;
            running: number;
            completed: number;
            failed: number;
            skipped: number;
            cancelled: number;
        };
        ItemFailure: {
            index: number;
            key: string;
            fault: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            };
        };
        JobEvents: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            events: components["schemas"]["JobEvent"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        JobEvent: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            occurred_at: string;
            /** @example Job:Running */
            kind: string;
            node_id: string | null;
            /**
             * @description With the scope admin only.
             * @example api-key:0a1b2c3d4e5f
             */
            actor?: string;
            /** @description With the scope admin only. */
            request_id?: string | null;
            /** @description With the scope admin only. */
            before?: {
                [key: string]: components["schemas"]["JsonValueOutput"];
            } | null;
            /** @description With the scope admin only. */
            after?: {
                [key: string]: components["schemas"]["JsonValueOutput"];
            } | null;
        };
        JobCounts: {
            by_workflow: {
                workflow_id: string;
                queued: number;
                running: number;
                paused: number;
                /** @description In the last 24 hours, as failed and cancelled. */
                completed: number;
                failed: number;
                cancelled: number;
            }[];
            last_hour: {
                ended: number;
                failed: number;
                /** @description 0 to 1; null when nothing ended. */
                rate: number | null;
            };
            last_day: {
                ended: number;
                failed: number;
                /** @description 0 to 1; null when nothing ended. */
                rate: number | null;
            };
        };
        JobReference: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /**
             * @description The client's name for the submission.
             * @example 6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11
             */
            request_id: string;
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            version_ordinal: number;
        };
        Timeline: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            entries: components["schemas"]["TimelineEntry"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        TimelineEntry: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            occurred_at: string;
            /** @enum {string} */
            kind: "event" | "node" | "attempt_started" | "attempt_failed" | "progress";
            job_attempt: number;
            node_id: string | null;
            item_key: string | null;
            /** @description The handler's. */
            attempt: number | null;
            state: string | null;
            percent: number | null;
            error: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            } | null;
            note: string | null;
            event: {
                /** @example Job:Running */
                kind: string;
                /**
                 * @description With the scope admin only.
                 * @example api-key:0a1b2c3d4e5f
                 */
                actor?: string;
                /** @description With the scope admin only. */
                request_id?: string | null;
                /** @description With the scope admin only. */
                before?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                } | null;
                /** @description With the scope admin only. */
                after?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                } | null;
            } | null;
        };
        JobProgress: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            /** @enum {string} */
            state: "pending" | "running" | "completed" | "failed" | "cancelled";
            is_paused: boolean;
            attempt: number;
            percent: number;
            started_at: string | null;
            ended_at: string | null;
            /** @description From the rate so far; null when it cannot be told. */
            remaining_seconds: number | null;
            /** @description Approvals that nobody has decided yet. */
            waiting_for: {
                /**
                 * @description The node, as the spec calls it.
                 * @example validate
                 */
                node_id: string;
                message: string;
            }[];
            nodes: {
                node_id: string;
                kind: string;
                /** @enum {string} */
                state: "pending" | "ready" | "running" | "completed" | "failed" | "skipped" | "cancelled";
                percent: number;
                /** @description The handler's latest; above 1 it was retried. */
                attempt: number;
                /** @description Of the attempt before, while the node is open. */
                last_failure: {
                    /** @example invalid_raster */
                    code: string;
                    /** @example The raster has no coordinate reference system. */
                    message: string;
                    detail?: {
                        [key: string]: components["schemas"]["JsonValueOutput"];
                    };
                } | null;
                /** @description Of a node that failed. */
                error: {
                    /** @example invalid_raster */
                    code: string;
                    /** @example The raster has no coordinate reference system. */
                    message: string;
                    detail?: {
                        [key: string]: components["schemas"]["JsonValueOutput"];
                    };
                } | null;
                items: components["schemas"]["ItemCounts"] | null;
            }[];
            error: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            } | null;
        };
        JobRequested: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /** @enum {string} */
            status: "cancel_requested" | "pause_requested" | "resume_requested";
        };
        RetriedJob: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            attempt: number;
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
        };
        DecidedNode: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /**
             * @description The node, as the spec calls it.
             * @example validate
             */
            node_id: string;
            approved: boolean;
            by: string;
        };
        JobStats: {
            by_workflow: {
                workflow_id: string;
                queued: number;
                running: number;
                paused: number;
                /** @description In the last 24 hours, as failed and cancelled. */
                completed: number;
                failed: number;
                cancelled: number;
            }[];
            last_hour: {
                ended: number;
                failed: number;
                /** @description 0 to 1; null when nothing ended. */
                rate: number | null;
            };
            last_day: {
                ended: number;
                failed: number;
                /** @description 0 to 1; null when nothing ended. */
                rate: number | null;
            };
            task_queues: {
                /** @enum {string} */
                cost: "light" | "heavy";
                task_queue: string;
                /** @description About so many tasks wait for a worker. */
                workflow_backlog: number;
                activity_backlog: number;
                workers: {
                    identity: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339, UTC.
                     * @example 2026-01-02T03:04:05.678Z
                     */
                    last_seen_at: string;
                }[];
            }[];
        };
        WorkflowList: {
            workflows: components["schemas"]["ListedWorkflow"][];
        };
        ListedWorkflow: {
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            /**
             * @description Null where the spec has errors.
             * @example 1
             */
            version: number | null;
            /** @example Validate a raster, make it cloud optimised, catalogue it. */
            description: string | null;
            /**
             * @description Whether jobs of it can be submitted.
             * @example true
             */
            is_valid: boolean;
        };
        Workflow: {
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            /**
             * @description Null where the spec has errors.
             * @example 1
             */
            version: number | null;
            /** @example Validate a raster, make it cloud optimised, catalogue it. */
            description: string | null;
            /**
             * @description Whether jobs of it can be submitted.
             * @example true
             */
            is_valid: boolean;
            /**
             * @description SHA-256 of the execution plan.
             * @example 0000000000000000000000000000000000000000000000000000000000000000
             */
            plan_hash: string | null;
            /**
             * @example {
             *       "blob_name": {
             *         "type": "string",
             *         "required": true
             *       }
             *     }
             */
            inputs: {
                [key: string]: components["schemas"]["WorkflowInput"];
            };
            /**
             * @description Names of what a job gives.
             * @example [
             *       "stac_item_id"
             *     ]
             */
            outputs: string[];
            /** @description In a topological order. */
            nodes: components["schemas"]["WorkflowNode"][];
            /** @description Errors and warnings of the spec. With the scope admin only. */
            diagnostics?: components["schemas"]["SpecDiagnostic"][];
        };
        /**
         * @example {
         *       "type": "string",
         *       "required": true
         *     }
         */
        WorkflowInput: {
            /** @enum {string} */
            type: "string" | "integer" | "number" | "boolean" | "array" | "object";
            required: boolean;
            default?: components["schemas"]["JsonValueOutput"];
            description?: string;
        } & {
            [key: string]: unknown;
        };
        WorkflowNode: {
            /** @example validate */
            node_id: string;
            /** @example task */
            kind: string;
            /** @example raster_validate */
            handler: string | null;
            description: string | null;
        };
        SpecDiagnostic: {
            /** @example error */
            severity: string;
            /** @example unknown-handler */
            code: string;
            message: string;
            line: number;
            column: number;
        };
        ExecutionPlan: {
            /** @constant */
            plan_format: 1;
            /**
             * @description Id of a workflow spec.
             * @example raster_ingest
             */
            workflow_id: string;
            version: number;
            /** @example 0000000000000000000000000000000000000000000000000000000000000000 */
            plan_hash: string;
        } & {
            [key: string]: unknown;
        };
        GatewayHealth: {
            /**
             * @description Degraded: reading works, changing does not.
             * @enum {string}
             */
            status: "healthy" | "degraded";
            /**
             * @example {
             *       "database": {
             *         "status": "ok",
             *         "ms": 3
             *       }
             *     }
             */
            checks: {
                [key: string]: {
                    /** @enum {string} */
                    status: "ok" | "failed";
                    /** @example 3 */
                    ms: number;
                };
            };
        };
        ProxyHealth: {
            /** @constant */
            status: "healthy";
            /** @example 2 */
            ms: number;
        };
        AdminHealth: {
            /** @enum {string} */
            status: "healthy" | "degraded";
            /** @example 0.1.0 */
            software_version: string;
            /**
             * @example {
             *       "database": {
             *         "status": "ok",
             *         "ms": 3
             *       }
             *     }
             */
            gateway: {
                [key: string]: {
                    /** @enum {string} */
                    status: "ok" | "failed";
                    /** @example 3 */
                    ms: number;
                };
            };
            /**
             * @description As the domain API tells it; null when it does not answer.
             * @example {
             *       "status": "ready",
             *       "checks": {
             *         "temporal": {
             *           "status": "ok",
             *           "ms": 4
             *         }
             *       }
             *     }
             */
            domain: {
                status: string;
                checks: {
                    [key: string]: {
                        /** @enum {string} */
                        status: "ok" | "failed";
                        /** @example 3 */
                        ms: number;
                    };
                };
            } | null;
        };
        Config: {
            /** @example 0.1.0 */
            software_version: string;
            /** @example v24.21.0 */
            node_version: string;
            /**
             * @example {
             *       "RHUMBLINE_GATEWAY_PORT": 8080,
             *       "DATABASE_URL_GATEWAY": "(set)"
             *     }
             */
            settings: {
                [key: string]: string | number | boolean | null;
            };
        };
        ActiveJobs: {
            jobs: components["schemas"]["ListedJob"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        RecentEvents: {
            events: components["schemas"]["TrailEvent"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        TrailEvent: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            occurred_at: string;
            /** @example Job:Failed */
            kind: string;
            platform_id: string | null;
            asset_id: string | null;
            version_ordinal: number | null;
            job_id: string | null;
            node_id: string | null;
            /**
             * @description With the scope admin only.
             * @example api-key:0a1b2c3d4e5f
             */
            actor?: string;
            /** @description With the scope admin only. */
            request_id?: string | null;
            /** @description With the scope admin only. */
            before?: {
                [key: string]: components["schemas"]["JsonValueOutput"];
            } | null;
            /** @description With the scope admin only. */
            after?: {
                [key: string]: components["schemas"]["JsonValueOutput"];
            } | null;
        };
        Orphans: {
            orphans: components["schemas"]["Orphan"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        Orphan: {
            /** @enum {string} */
            kind: "superseded_job" | "unattended_job" | "stranded_version";
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            platform_id: string | null;
            asset_id: string | null;
            version_ordinal: number | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            since: string;
        };
        RunningNodes: {
            nodes: components["schemas"]["RunningNode"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        RunningNode: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /** @example validate */
            node_id: string;
            /** @example task */
            kind: string;
            /** @example raster_validate */
            handler: string | null;
            /** @example raster_ingest */
            workflow_id: string;
            platform_id: string | null;
            asset_id: string | null;
            version_ordinal: number | null;
            /** @example 1 */
            attempt: number;
            started_at: string | null;
            percent: number;
            /** @description Of the attempt before. */
            last_failure: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            } | null;
            items: components["schemas"]["ItemCounts"] | null;
        };
        FailedNodes: {
            nodes: components["schemas"]["FailedNode"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        FailedNode: {
            /**
             * @description The job.
             * @example 0910ea81c879a37008e1a4894f74db27-v1-r0
             */
            job_id: string;
            /** @example validate */
            node_id: string;
            /** @example task */
            kind: string;
            /** @example raster_validate */
            handler: string | null;
            /** @example raster_ingest */
            workflow_id: string;
            platform_id: string | null;
            asset_id: string | null;
            version_ordinal: number | null;
            /** @example 1 */
            attempt: number;
            started_at: string | null;
            ended_at: string | null;
            error: {
                /** @example invalid_raster */
                code: string;
                /** @example The raster has no coordinate reference system. */
                message: string;
                detail?: {
                    [key: string]: components["schemas"]["JsonValueOutput"];
                };
            } | null;
            note: string | null;
        };
        PlatformList: {
            platforms: components["schemas"]["Platform"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        Platform: {
            /**
             * @description The platform, such as `ddh`.
             * @example ddh
             */
            platform_id: string;
            display_name: string;
            required_refs: string[];
            optional_refs: string[];
            is_active: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            updated_at: string;
        };
        ApiKeyList: {
            api_keys: components["schemas"]["ApiKey"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        ApiKey: {
            /**
             * @description What stands after rh_ in the key. It is no secret.
             * @example k3v9x0q2m7ab
             */
            prefix: string;
            name: string;
            /**
             * @description rotated: it has a successor, and goes on until it expires.
             * @enum {string}
             */
            state: "active" | "rotated" | "expired" | "revoked";
            scopes: ("submit" | "read" | "review" | "admin")[];
            platform_id: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            /** @description Prefix of its successor. */
            replaced_by: string | null;
        };
        MintedApiKey: {
            /**
             * @description What stands after rh_ in the key. It is no secret.
             * @example k3v9x0q2m7ab
             */
            prefix: string;
            name: string;
            /**
             * @description rotated: it has a successor, and goes on until it expires.
             * @enum {string}
             */
            state: "active" | "rotated" | "expired" | "revoked";
            scopes: ("submit" | "read" | "review" | "admin")[];
            platform_id: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            /** @description Prefix of its successor. */
            replaced_by: string | null;
            /** @description The key itself, told this once and never again. */
            key: string;
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        Webhook: {
            /**
             * @description The header webhook-id.
             * @example msg_0123456789abcdef0123456789abcdef
             */
            delivery_id: string;
            /**
             * @description The platform, such as `ddh`.
             * @example ddh
             */
            platform_id: string;
            asset_id: string;
            version_ordinal: number;
            request_id: string;
            /** @example version.processing.completed */
            type: string;
            /** @description Without its query. */
            url: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            /** @description One more each time that it was asked for again. */
            round: number;
            /** @description Of this round. */
            attempts: number;
            /** @description HTTP status of the last answer. */
            last_status: number | null;
            /** @description Why the last attempt was of no use. */
            last_error: {
                /** @example invalid_raster */
                code: string;
                message: string;
            } | null;
            last_attempt_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            ended_at: string | null;
        };
        LayerMetadataList: {
            layers: components["schemas"]["LayerMetadata"][];
            /**
             * @description For the next page; null when there is no more at present.
             * @example null
             */
            next_cursor: string | null;
        };
        LayerMetadata: {
            /**
             * @description The asset.
             * @example 0910ea81c879a37008e1a4894f74db27
             */
            asset_id: string;
            /**
             * @description The platform, such as `ddh`.
             * @example ddh
             */
            platform_id: string;
            /** @example Flood depth */
            title: string;
            description: string | null;
            attribution: string | null;
            license: string | null;
            style: {
                [key: string]: components["schemas"]["JsonValueOutput"];
            };
            legend: {
                label: string;
                /** @example #1f77b4 */
                color: string;
            }[];
            tags: string[];
            min_zoom: number | null;
            max_zoom: number | null;
            extra: {
                [key: string]: components["schemas"]["JsonValueOutput"];
            };
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            updated_at: string;
        };
        MintedWebhookSecret: {
            /**
             * @description The platform, such as `ddh`.
             * @example ddh
             */
            platform_id: string;
            /** @description whsec_ and 32 bytes in base64, told this once and never again. */
            secret: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            created_at: string;
            /** @description Until when callbacks are signed with the secret before as well; null where there was none. */
            previous_until: string | null;
        };
        Deployed: {
            /**
             * @description Migrations that were not there yet.
             * @example []
             */
            applied: string[];
        };
        StacLandingPage: {
            /** @constant */
            type: "Catalog";
            /** @example 1.1.0 */
            stac_version: string;
            /** @example rhumbline */
            id: string;
            /** @example Rhumbline */
            title: string;
            description: string;
            conformsTo: string[];
            links: components["schemas"]["StacLink"][];
        };
        /**
         * @example {
         *       "rel": "root",
         *       "href": "https://gis.example.org/stac",
         *       "type": "application/json"
         *     }
         */
        StacLink: {
            rel: string;
            href: string;
            type?: string;
            method?: string;
        } & {
            [key: string]: unknown;
        };
        StacConformance: {
            /**
             * @example [
             *       "https://api.stacspec.org/v1.0.0/core",
             *       "https://api.stacspec.org/v1.0.0/collections",
             *       "https://api.stacspec.org/v1.0.0/ogcapi-features",
             *       "https://api.stacspec.org/v1.0.0/item-search",
             *       "https://api.stacspec.org/v1.0.0/item-search#sort",
             *       "https://api.stacspec.org/v1.0.0/ogcapi-features#sort",
             *       "https://api.stacspec.org/v1.0.0/item-search#fields",
             *       "https://api.stacspec.org/v1.0.0/ogcapi-features#fields",
             *       "https://api.stacspec.org/v1.0.0/item-search#filter",
             *       "https://api.stacspec.org/v1.0.0/ogcapi-features#filter",
             *       "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
             *       "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
             *       "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
             *       "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
             *       "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
             *       "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
             *       "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
             *       "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
             *       "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions"
             *     ]
             */
            conformsTo: string[];
        };
        StacCollections: {
            collections: components["schemas"]["StacCollection"][];
            links: components["schemas"]["StacLink"][];
            numberReturned: number;
        };
        StacCollection: {
            /** @constant */
            type: "Collection";
            /** @example 1.1.0 */
            stac_version: string;
            stac_extensions?: string[];
            /** @example rasters */
            id: string;
            /** @example Rasters of the collection rasters. */
            description?: string;
            /** @example other */
            license?: string;
            /**
             * @example {
             *       "spatial": {
             *         "bbox": [
             *           [
             *             3,
             *             44,
             *             4,
             *             45
             *           ]
             *         ]
             *       },
             *       "temporal": {
             *         "interval": [
             *           [
             *             "2026-01-02T03:04:05Z",
             *             "2026-01-02T03:04:05Z"
             *           ]
             *         ]
             *       }
             *     }
             */
            extent?: {
                [key: string]: unknown;
            };
            links: components["schemas"]["StacLink"][];
        } & {
            [key: string]: unknown;
        };
        StacItemCollection: {
            /** @constant */
            type: "FeatureCollection";
            features: components["schemas"]["StacFeature"][];
            links: components["schemas"]["StacLink"][];
            numberReturned: number;
        };
        /**
         * @description An item, or the fields of it that were asked for.
         * @example {
         *       "type": "Feature",
         *       "id": "scene-1",
         *       "collection": "rasters"
         *     }
         */
        StacFeature: {
            /** @constant */
            type?: "Feature";
            /** @example 1.1.0 */
            stac_version?: string;
            stac_extensions?: string[];
            /** @example scene-1 */
            id?: string;
            /** @example rasters */
            collection?: string;
            /**
             * @example {
             *       "type": "Point",
             *       "coordinates": [
             *         3.5,
             *         44.5
             *       ]
             *     }
             */
            geometry?: ({
                type: string;
            } & {
                [key: string]: unknown;
            }) | null;
            bbox?: number[];
            /**
             * @example {
             *       "datetime": "2026-01-02T03:04:05Z"
             *     }
             */
            properties?: {
                datetime?: string | null;
            } & {
                [key: string]: unknown;
            };
            /** @example {} */
            assets?: {
                [key: string]: unknown;
            };
            links?: components["schemas"]["StacLink"][];
        } & {
            [key: string]: unknown;
        };
        StacItem: {
            /** @constant */
            type: "Feature";
            /** @example 1.1.0 */
            stac_version: string;
            stac_extensions?: string[];
            /** @example scene-1 */
            id: string;
            /** @example rasters */
            collection: string;
            /**
             * @example {
             *       "type": "Point",
             *       "coordinates": [
             *         3.5,
             *         44.5
             *       ]
             *     }
             */
            geometry: ({
                type: string;
            } & {
                [key: string]: unknown;
            }) | null;
            bbox?: number[];
            /**
             * @example {
             *       "datetime": "2026-01-02T03:04:05Z"
             *     }
             */
            properties: {
                datetime?: string | null;
            } & {
                [key: string]: unknown;
            };
            /** @example {} */
            assets?: {
                [key: string]: unknown;
            };
            links: components["schemas"]["StacLink"][];
        } & {
            [key: string]: unknown;
        };
        SignedHref: {
            /**
             * @description Of the blob, with a signature by which whoever has it can read this blob.
             * @example https://account.blob.core.windows.net/silver/rasters/scene-1.tif?sv=…
             */
            href: string;
            /**
             * Format: date-time
             * @description Until then.
             * @example 2026-01-02T03:19:05Z
             */
            expires_at: string;
        };
        StacQueryables: {
            /** @example http://json-schema.org/draft-07/schema# */
            $schema: string;
            $id: string;
            /** @constant */
            type: "object";
            title: string;
            properties: {
                [key: string]: unknown;
            };
            additionalProperties: boolean;
        } & {
            [key: string]: unknown;
        };
        __schema2: unknown;
        JsonValueOutput: unknown;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
};
export type $defs = Record<string, never>;
export interface operations {
    submitPlatform: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "platform_id": "ddh",
                 *       "platform_refs": {
                 *         "dataset_id": "DS-2041",
                 *         "resource_id": "R-7"
                 *       },
                 *       "data_type": "raster",
                 *       "version_label": "2026-Q1",
                 *       "input_params": {
                 *         "container_name": "bronze",
                 *         "blob_name": "incoming/flood-depth.tif"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PlatformSubmission"];
            };
        };
        responses: {
            /** @description Accepted. Poll the status at Location. */
            202: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where to follow it. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "request_id": "6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11",
                     *       "status": "accepted"
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedSubmission"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformStatus: {
        parameters: {
            query?: {
                /** @description Whose request id it is, where several platforms have used the same. */
                platform_id?: string;
            };
            header?: never;
            path: {
                /** @description The client's name for the submission. */
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "request_id": "6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11",
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "version_label": null,
                     *       "processing_state": "queued",
                     *       "percent": 0,
                     *       "approval_state": "pending_review",
                     *       "error": null,
                     *       "submitted_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SubmissionStatus"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssets: {
        parameters: {
            query?: {
                /** @description Of this platform only. A key's own is the default. */
                platform_id?: string;
                /** @description Of the newest version. */
                processing_state?: "queued" | "processing" | "completed" | "failed" | "cancelled";
                /** @description Of the newest version. */
                approval_state?: "pending_review" | "approved" | "rejected";
                clearance?: "uncleared" | "ouo" | "public";
                data_type?: "raster" | "vector";
                /** @description That the newest version is made by. */
                workflow_id?: string;
                /** @description Later than this. */
                created_after?: string;
                /** @description Earlier than this. */
                created_before?: string;
                /** @description The deleted ones instead of the others. With the scope admin only. */
                deleted?: true | false;
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "assets": [
                     *         {
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "platform_id": "ddh",
                     *           "platform_refs": {
                     *             "dataset_id": "DS-2041",
                     *             "resource_id": "R-7"
                     *           },
                     *           "data_type": "raster",
                     *           "clearance": "uncleared",
                     *           "latest_ordinal": 1,
                     *           "newest_ordinal": 1,
                     *           "processing_state": null,
                     *           "approval_state": null,
                     *           "workflow_id": "raster_ingest",
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "updated_at": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AssetList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKnownPlatforms: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "platforms": [
                     *         {
                     *           "platform_id": "ddh",
                     *           "display_name": "Development Data Hub",
                     *           "required_refs": [
                     *             "dataset_id",
                     *             "resource_id"
                     *           ],
                     *           "optional_refs": [],
                     *           "is_active": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["KnownPlatforms"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asset. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "platform_id": "ddh",
                     *       "platform_refs": {
                     *         "dataset_id": "DS-2041",
                     *         "resource_id": "R-7"
                     *       },
                     *       "data_type": "raster",
                     *       "clearance": "uncleared",
                     *       "latest_ordinal": 1,
                     *       "newest_ordinal": 1,
                     *       "processing_state": null,
                     *       "approval_state": null,
                     *       "workflow_id": "raster_ingest",
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAsset: {
        parameters: {
            query?: {
                /** @description Ask the job that still runs to end, instead of refusing. */
                cancel_jobs?: "true" | "false";
            };
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "clearance": "ouo",
                     *       "latest_ordinal": 1,
                     *       "deleted_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedAsset"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                processing_state?: "queued" | "processing" | "completed" | "failed" | "cancelled";
                approval_state?: "pending_review" | "approved" | "rejected";
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "versions": [
                     *         {
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "version_label": null,
                     *           "request_id": "6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11",
                     *           "processing_state": "queued",
                     *           "approval_state": "pending_review",
                     *           "revision": 0,
                     *           "stac_item_id": null,
                     *           "stac_collection_id": null,
                     *           "content_hash": null,
                     *           "error": null,
                     *           "submitted_by": null,
                     *           "reviewer": null,
                     *           "reviewed_at": "2026-01-02T03:04:05.678Z",
                     *           "rejection_reason": null,
                     *           "submitted_at": "2026-01-02T03:04:05.678Z",
                     *           "updated_at": "2026-01-02T03:04:05.678Z",
                     *           "current_job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["VersionList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLatestVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "version_label": null,
                     *       "request_id": "6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11",
                     *       "processing_state": "queued",
                     *       "approval_state": "pending_review",
                     *       "revision": 0,
                     *       "stac_item_id": null,
                     *       "stac_collection_id": null,
                     *       "content_hash": null,
                     *       "error": null,
                     *       "submitted_by": null,
                     *       "reviewer": null,
                     *       "reviewed_at": "2026-01-02T03:04:05.678Z",
                     *       "rejection_reason": null,
                     *       "submitted_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z",
                     *       "current_job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0"
                     *     }
                     */
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset. */
                asset_id: string;
                /** @description The version: 1, 2, 3… */
                ordinal: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "version_label": null,
                     *       "request_id": "6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11",
                     *       "processing_state": "queued",
                     *       "approval_state": "pending_review",
                     *       "revision": 0,
                     *       "stac_item_id": null,
                     *       "stac_collection_id": null,
                     *       "content_hash": null,
                     *       "error": null,
                     *       "submitted_by": null,
                     *       "reviewer": null,
                     *       "reviewed_at": "2026-01-02T03:04:05.678Z",
                     *       "rejection_reason": null,
                     *       "submitted_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z",
                     *       "current_job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0"
                     *     }
                     */
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
                /** @description The version: 1, 2, 3… */
                ordinal: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reviewer": "A. Cartographer"
                 *     }
                 */
                "application/json": components["schemas"]["Approval"];
            };
        };
        responses: {
            /** @description Approved. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "approval_state": "approved",
                     *       "processing_state": "completed",
                     *       "revision": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedVersion"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
                /** @description The version: 1, 2, 3… */
                ordinal: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rejection_reason": "Clouds over half of the scene."
                 *     }
                 */
                "application/json": components["schemas"]["Rejection"];
            };
        };
        responses: {
            /** @description Rejected. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "approval_state": "approved",
                     *       "processing_state": "completed",
                     *       "revision": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedVersion"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reprocessVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
                /** @description The version: 1, 2, 3… */
                ordinal: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; the version is queued. */
            202: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1,
                     *       "approval_state": "approved",
                     *       "processing_state": "completed",
                     *       "revision": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedVersion"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markAssetCleared: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reviewer": "A. Cartographer"
                 *     }
                 */
                "application/json": components["schemas"]["ClearanceDecision"];
            };
        };
        responses: {
            /** @description Cleared. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "clearance": "ouo",
                     *       "latest_ordinal": 1,
                     *       "deleted_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedAsset"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markAssetPublic: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reviewer": "A. Cartographer"
                 *     }
                 */
                "application/json": components["schemas"]["ClearanceDecision"];
            };
        };
        responses: {
            /** @description Public. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "clearance": "ouo",
                     *       "latest_ordinal": 1,
                     *       "deleted_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedAsset"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreAsset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Restored. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "clearance": "ouo",
                     *       "latest_ordinal": 1,
                     *       "deleted_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedAsset"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitGatewayJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workflow_id": "echo_test",
                 *       "input_params": {
                 *         "message": "hello"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["GatewayJobSubmission"];
            };
        };
        responses: {
            /** @description Accepted, or accepted before. Poll the job at Location. */
            202: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where to follow it. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "workflow_id": "raster_ingest",
                     *       "status": "pending",
                     *       "created": false
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedJob"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitGatewayJobs: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "jobs": [
                 *         {
                 *           "workflow_id": "echo_test",
                 *           "input_params": {
                 *             "message": "hello"
                 *           }
                 *         },
                 *         {
                 *           "workflow_id": "echo_test",
                 *           "input_params": {
                 *             "message": "world"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GatewayJobBatch"];
            };
        };
        responses: {
            /** @description What became of each. */
            202: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 0,
                     *       "refused": 0,
                     *       "results": [
                     *         {
                     *           "job": null,
                     *           "problem": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Of this platform only. A key's own is the default. */
                platform_id?: string;
                state?: "pending" | "running" | "completed" | "failed" | "cancelled";
                workflow_id?: string;
                asset_id?: string;
                /** @description Later than this. */
                created_after?: string;
                /** @description Earlier than this. */
                created_before?: string;
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jobs": [
                     *         {
                     *           "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *           "workflow_id": "raster_ingest",
                     *           "workflow_version": 1,
                     *           "state": "pending",
                     *           "is_paused": false,
                     *           "percent": 0,
                     *           "attempt": 1,
                     *           "platform_id": "ddh",
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "correlation_id": null,
                     *           "priority": 5,
                     *           "submitted_by": "api-key:0a1b2c3d4e5f",
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "started_at": "2026-01-02T03:04:05.678Z",
                     *           "ended_at": "2026-01-02T03:04:05.678Z",
                     *           "error": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "workflow_id": "raster_ingest",
                     *       "workflow_version": 0,
                     *       "state": "pending",
                     *       "is_paused": false,
                     *       "percent": 0,
                     *       "attempt": 0,
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": null,
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "started_at": "2026-01-02T03:04:05.678Z",
                     *       "ended_at": "2026-01-02T03:04:05.678Z",
                     *       "result": null,
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJobNodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The nodes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "nodes": [
                     *         {
                     *           "node_id": "text",
                     *           "kind": "text",
                     *           "handler": null,
                     *           "state": "pending",
                     *           "percent": 0,
                     *           "attempt": 0,
                     *           "last_failure": null,
                     *           "items": null,
                     *           "failed_items": [
                     *             {
                     *               "index": 0,
                     *               "key": "text",
                     *               "fault": {
                     *                 "code": "invalid_raster",
                     *                 "message": "The raster has no coordinate reference system."
                     *               }
                     *             }
                     *           ],
                     *           "started_at": "2026-01-02T03:04:05.678Z",
                     *           "ended_at": "2026-01-02T03:04:05.678Z",
                     *           "error": null,
                     *           "note": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["JobNodes"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobEvents: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "events": [
                     *         {
                     *           "occurred_at": "2026-01-02T03:04:05.678Z",
                     *           "kind": "Job:Running",
                     *           "node_id": null,
                     *           "actor": "api-key:0a1b2c3d4e5f"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["JobEvents"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJobCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_workflow": [
                     *         {
                     *           "workflow_id": "text",
                     *           "queued": 0,
                     *           "running": 0,
                     *           "paused": 0,
                     *           "completed": 0,
                     *           "failed": 0,
                     *           "cancelled": 0
                     *         }
                     *       ],
                     *       "last_hour": {
                     *         "ended": 0,
                     *         "failed": 0,
                     *         "rate": null
                     *       },
                     *       "last_day": {
                     *         "ended": 0,
                     *         "failed": 0,
                     *         "rate": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["JobCounts"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpJob: {
        parameters: {
            query?: {
                /** @description Whose request id it is, where several platforms have used the same. */
                platform_id?: string;
                request_id?: string;
                asset_id?: string;
                version_ordinal?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "request_id": "6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11",
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "version_ordinal": 1
                     *     }
                     */
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJobTimeline: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "entries": [
                     *         {
                     *           "occurred_at": "2026-01-02T03:04:05.678Z",
                     *           "kind": "event",
                     *           "job_attempt": 0,
                     *           "node_id": null,
                     *           "item_key": null,
                     *           "attempt": null,
                     *           "state": null,
                     *           "percent": null,
                     *           "error": null,
                     *           "note": null,
                     *           "event": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJobProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "workflow_id": "raster_ingest",
                     *       "state": "pending",
                     *       "is_paused": false,
                     *       "attempt": 0,
                     *       "percent": 0,
                     *       "started_at": "2026-01-02T03:04:05.678Z",
                     *       "ended_at": "2026-01-02T03:04:05.678Z",
                     *       "remaining_seconds": null,
                     *       "waiting_for": [
                     *         {
                     *           "node_id": "validate",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "nodes": [
                     *         {
                     *           "node_id": "text",
                     *           "kind": "text",
                     *           "state": "pending",
                     *           "percent": 0,
                     *           "attempt": 0,
                     *           "last_failure": null,
                     *           "error": null,
                     *           "items": null
                     *         }
                     *       ],
                     *       "error": null
                     *     }
                     */
                    "application/json": components["schemas"]["JobProgress"];
                    "text/event-stream": string;
                };
            };
            /** @description The end was told already: do not ask again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Asked; the state follows within seconds. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "status": "cancel_requested"
                     *     }
                     */
                    "application/json": components["schemas"]["JobRequested"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelJobByStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Asked; the state follows within seconds. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "status": "cancel_requested"
                     *     }
                     */
                    "application/json": components["schemas"]["JobRequested"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Asked; the state follows within seconds. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "status": "cancel_requested"
                     *     }
                     */
                    "application/json": components["schemas"]["JobRequested"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Asked; the state follows within seconds. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "status": "cancel_requested"
                     *     }
                     */
                    "application/json": components["schemas"]["JobRequested"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RetryRequest"];
            };
        };
        responses: {
            /** @description The next attempt is accepted. */
            202: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "attempt": 0,
                     *       "status": "pending"
                     *     }
                     */
                    "application/json": components["schemas"]["RetriedJob"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job. */
                job_id: string;
                /** @description The node, as the spec calls it. */
                node_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approved": false
                 *     }
                 */
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description Decided. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "node_id": "validate",
                     *       "approved": false,
                     *       "by": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["DecidedNode"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runSpec: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": "text",
                 *       "used_specs": {
                 *         "greet": "workflow_id: greet\nversion: 1\nnodes: { say: { handler: echo } }"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AdHocJob"];
            };
        };
        responses: {
            /** @description Accepted, or accepted before. */
            202: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    /** @description Where to follow it. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *       "workflow_id": "raster_ingest",
                     *       "status": "pending",
                     *       "created": false
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedJob"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJobStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_workflow": [
                     *         {
                     *           "workflow_id": "text",
                     *           "queued": 0,
                     *           "running": 0,
                     *           "paused": 0,
                     *           "completed": 0,
                     *           "failed": 0,
                     *           "cancelled": 0
                     *         }
                     *       ],
                     *       "last_hour": {
                     *         "ended": 0,
                     *         "failed": 0,
                     *         "rate": null
                     *       },
                     *       "last_day": {
                     *         "ended": 0,
                     *         "failed": 0,
                     *         "rate": null
                     *       },
                     *       "task_queues": [
                     *         {
                     *           "cost": "light",
                     *           "task_queue": "text",
                     *           "workflow_backlog": 0,
                     *           "activity_backlog": 0,
                     *           "workers": [
                     *             {
                     *               "identity": "text",
                     *               "last_seen_at": "2026-01-02T03:04:05.678Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["JobStats"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkflows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by their ids. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflows": [
                     *         {
                     *           "workflow_id": "raster_ingest",
                     *           "version": 1,
                     *           "description": "Validate a raster, make it cloud optimised, catalogue it.",
                     *           "is_valid": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WorkflowList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a workflow spec. */
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflow_id": "raster_ingest",
                     *       "version": 1,
                     *       "description": "Validate a raster, make it cloud optimised, catalogue it.",
                     *       "is_valid": true,
                     *       "plan_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *       "inputs": {
                     *         "blob_name": {
                     *           "type": "string",
                     *           "required": true
                     *         }
                     *       },
                     *       "outputs": [
                     *         "stac_item_id"
                     *       ],
                     *       "nodes": [
                     *         {
                     *           "node_id": "validate",
                     *           "kind": "task",
                     *           "handler": "raster_validate",
                     *           "description": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkflowSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a workflow spec. */
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example workflow_id: hello
                     *     version: 1
                     */
                    "application/yaml": unknown;
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkflowPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a workflow spec. */
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan_format": 1,
                     *       "workflow_id": "raster_ingest",
                     *       "version": 0,
                     *       "plan_hash": "0000000000000000000000000000000000000000000000000000000000000000"
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionPlan"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGatewayHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can, at least in part. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "checks": {
                     *         "database": {
                     *           "status": "ok",
                     *           "ms": 3
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayHealth"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProxyHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "ms": 2
                     *     }
                     */
                    "application/json": components["schemas"]["ProxyHealth"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How they are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "software_version": "0.1.0",
                     *       "gateway": {
                     *         "database": {
                     *           "status": "ok",
                     *           "ms": 3
                     *         }
                     *       },
                     *       "domain": {
                     *         "status": "ready",
                     *         "checks": {
                     *           "temporal": {
                     *             "status": "ok",
                     *             "ms": 4
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminHealth"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. Of a secret only whether it is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "software_version": "0.1.0",
                     *       "node_version": "v24.21.0",
                     *       "settings": {
                     *         "RHUMBLINE_GATEWAY_PORT": 8080,
                     *         "DATABASE_URL_GATEWAY": "(set)"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Config"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listActiveJobs: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jobs": [
                     *         {
                     *           "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *           "workflow_id": "raster_ingest",
                     *           "workflow_version": 1,
                     *           "state": "pending",
                     *           "is_paused": false,
                     *           "percent": 0,
                     *           "attempt": 1,
                     *           "platform_id": "ddh",
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "correlation_id": null,
                     *           "priority": 5,
                     *           "submitted_by": "api-key:0a1b2c3d4e5f",
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "started_at": "2026-01-02T03:04:05.678Z",
                     *           "ended_at": "2026-01-02T03:04:05.678Z",
                     *           "error": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ActiveJobs"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecentEvents: {
        parameters: {
            query?: {
                /** @description Of this platform only. A key's own is the default. */
                platform_id?: string;
                kind?: string;
                asset_id?: string;
                job_id?: string;
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "occurred_at": "2026-01-02T03:04:05.678Z",
                     *           "kind": "Job:Failed",
                     *           "platform_id": "ddh",
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *           "node_id": null,
                     *           "actor": "api-key:0a1b2c3d4e5f"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecentEvents"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrphans: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "orphans": [
                     *         {
                     *           "kind": "superseded_job",
                     *           "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *           "platform_id": "ddh",
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "since": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Orphans"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRunningNodes: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodes": [
                     *         {
                     *           "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *           "node_id": "validate",
                     *           "kind": "task",
                     *           "handler": "raster_validate",
                     *           "workflow_id": "raster_ingest",
                     *           "platform_id": "ddh",
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "attempt": 1,
                     *           "started_at": "2026-01-02T03:04:05.678Z",
                     *           "percent": 0,
                     *           "last_failure": null,
                     *           "items": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunningNodes"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFailedNodes: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodes": [
                     *         {
                     *           "job_id": "0910ea81c879a37008e1a4894f74db27-v1-r0",
                     *           "node_id": "validate",
                     *           "kind": "task",
                     *           "handler": "raster_validate",
                     *           "workflow_id": "raster_ingest",
                     *           "platform_id": "ddh",
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "version_ordinal": 1,
                     *           "attempt": 1,
                     *           "started_at": "2026-01-02T03:04:05.678Z",
                     *           "ended_at": "2026-01-02T03:04:05.678Z",
                     *           "error": null,
                     *           "note": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["FailedNodes"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlatforms: {
        parameters: {
            query?: {
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "platforms": [
                     *         {
                     *           "platform_id": "ddh",
                     *           "display_name": "text",
                     *           "required_refs": [
                     *             "text"
                     *           ],
                     *           "optional_refs": [
                     *             "text"
                     *           ],
                     *           "is_active": false,
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "updated_at": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPlatform: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "platform_id": "gis-hub",
                 *       "display_name": "GIS Hub",
                 *       "required_refs": [
                 *         "dataset_id"
                 *       ],
                 *       "optional_refs": [
                 *         "resource_id"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewPlatform"];
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "platform_id": "ddh",
                     *       "display_name": "text",
                     *       "required_refs": [
                     *         "text"
                     *       ],
                     *       "optional_refs": [
                     *         "text"
                     *       ],
                     *       "is_active": false,
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Platform"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description Keys that are bound to it alone. */
                platform_id?: string;
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_keys": [
                     *         {
                     *           "prefix": "k3v9x0q2m7ab",
                     *           "name": "text",
                     *           "state": "active",
                     *           "scopes": [
                     *             "submit"
                     *           ],
                     *           "platform_id": "ddh",
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "expires_at": "2026-01-02T03:04:05.678Z",
                     *           "revoked_at": "2026-01-02T03:04:05.678Z",
                     *           "replaced_by": "k3v9x0q2m7ab"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Nightly import",
                 *       "scopes": [
                 *         "submit",
                 *         "read"
                 *       ],
                 *       "platform_id": "ddh",
                 *       "expires_at": null
                 *     }
                 */
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Made. The key is told this once. */
            201: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "prefix": "k3v9x0q2m7ab",
                     *       "name": "text",
                     *       "state": "active",
                     *       "scopes": [
                     *         "submit"
                     *       ],
                     *       "platform_id": "ddh",
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "expires_at": "2026-01-02T03:04:05.678Z",
                     *       "revoked_at": "2026-01-02T03:04:05.678Z",
                     *       "replaced_by": "k3v9x0q2m7ab",
                     *       "key": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["MintedApiKey"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                platform_id?: string;
                /** @description dead: given up. pending: on its way, or between two attempts. */
                state?: "pending" | "delivered" | "dead";
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhooks": [
                     *         {
                     *           "delivery_id": "msg_0123456789abcdef0123456789abcdef",
                     *           "platform_id": "ddh",
                     *           "asset_id": "text",
                     *           "version_ordinal": 0,
                     *           "request_id": "text",
                     *           "type": "version.processing.completed",
                     *           "url": "text",
                     *           "state": "pending",
                     *           "round": 0,
                     *           "attempts": 0,
                     *           "last_status": null,
                     *           "last_error": null,
                     *           "last_attempt_at": "2026-01-02T03:04:05.678Z",
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "ended_at": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLayerMetadata: {
        parameters: {
            query?: {
                /** @description Of this platform only. A key's own is the default. */
                platform_id?: string;
                /** @description Items a page, at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description Ascending is oldest first. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it. With more to come, the header Link has the next page. */
            200: {
                headers: {
                    /** @description RFC 8288: the next page. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "layers": [
                     *         {
                     *           "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *           "platform_id": "ddh",
                     *           "title": "Flood depth",
                     *           "description": null,
                     *           "attribution": null,
                     *           "license": null,
                     *           "style": {},
                     *           "legend": [
                     *             {
                     *               "label": "text",
                     *               "color": "#1f77b4"
                     *             }
                     *           ],
                     *           "tags": [
                     *             "text"
                     *           ],
                     *           "min_zoom": null,
                     *           "max_zoom": null,
                     *           "extra": {},
                     *           "created_at": "2026-01-02T03:04:05.678Z",
                     *           "updated_at": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["LayerMetadataList"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createLayerMetadata: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                 *       "title": "Flood depth",
                 *       "license": "CC-BY-4.0",
                 *       "style": {
                 *         "colormap": "blues",
                 *         "rescale": [
                 *           0,
                 *           5
                 *         ]
                 *       },
                 *       "legend": [
                 *         {
                 *           "label": "5 m",
                 *           "color": "#08306b"
                 *         }
                 *       ],
                 *       "tags": [
                 *         "flood"
                 *       ],
                 *       "min_zoom": 4,
                 *       "max_zoom": 16
                 *     }
                 */
                "application/json": components["schemas"]["NewLayerMetadata"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "platform_id": "ddh",
                     *       "title": "Flood depth",
                     *       "description": null,
                     *       "attribution": null,
                     *       "license": null,
                     *       "style": {},
                     *       "legend": [
                     *         {
                     *           "label": "text",
                     *           "color": "#1f77b4"
                     *         }
                     *       ],
                     *       "tags": [
                     *         "text"
                     *       ],
                     *       "min_zoom": null,
                     *       "max_zoom": null,
                     *       "extra": {},
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LayerMetadata"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLayerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The layer metadata. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "platform_id": "ddh",
                     *       "title": "Flood depth",
                     *       "description": null,
                     *       "attribution": null,
                     *       "license": null,
                     *       "style": {},
                     *       "legend": [
                     *         {
                     *           "label": "text",
                     *           "color": "#1f77b4"
                     *         }
                     *       ],
                     *       "tags": [
                     *         "text"
                     *       ],
                     *       "min_zoom": null,
                     *       "max_zoom": null,
                     *       "extra": {},
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LayerMetadata"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceLayerMetadata: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Flood depth",
                 *       "license": "CC-BY-4.0",
                 *       "style": {
                 *         "colormap": "blues",
                 *         "rescale": [
                 *           0,
                 *           5
                 *         ]
                 *       },
                 *       "legend": [
                 *         {
                 *           "label": "5 m",
                 *           "color": "#08306b"
                 *         }
                 *       ],
                 *       "tags": [
                 *         "flood"
                 *       ],
                 *       "min_zoom": 4,
                 *       "max_zoom": 16
                 *     }
                 */
                "application/json": components["schemas"]["LayerMetadataReplacement"];
            };
        };
        responses: {
            /** @description Replaced. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "platform_id": "ddh",
                     *       "title": "Flood depth",
                     *       "description": null,
                     *       "attribution": null,
                     *       "license": null,
                     *       "style": {},
                     *       "legend": [
                     *         {
                     *           "label": "text",
                     *           "color": "#1f77b4"
                     *         }
                     *       ],
                     *       "tags": [
                     *         "text"
                     *       ],
                     *       "min_zoom": null,
                     *       "max_zoom": null,
                     *       "extra": {},
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LayerMetadata"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteLayerMetadata: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The asset. */
                asset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed; this is what it was. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asset_id": "0910ea81c879a37008e1a4894f74db27",
                     *       "platform_id": "ddh",
                     *       "title": "Flood depth",
                     *       "description": null,
                     *       "attribution": null,
                     *       "license": null,
                     *       "style": {},
                     *       "legend": [
                     *         {
                     *           "label": "text",
                     *           "color": "#1f77b4"
                     *         }
                     *       ],
                     *       "tags": [
                     *         "text"
                     *       ],
                     *       "min_zoom": null,
                     *       "max_zoom": null,
                     *       "extra": {},
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LayerMetadata"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updatePlatform: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the thing had when it was read. When it has changed since, nothing is done (`stale_if_match`). */
                "If-Match"?: string;
            };
            path: {
                /** @description The platform, such as `ddh`. */
                platform_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "is_active": false
                 *     }
                 */
                "application/json": components["schemas"]["PlatformUpdate"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    /** @description Of its state now, for the If-Match of the next change. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "platform_id": "ddh",
                     *       "display_name": "text",
                     *       "required_refs": [
                     *         "text"
                     *       ],
                     *       "optional_refs": [
                     *         "text"
                     *       ],
                     *       "is_active": false,
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "updated_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Platform"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What stands after rh_ in the key. It is no secret. */
                prefix: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "prefix": "k3v9x0q2m7ab",
                     *       "name": "text",
                     *       "state": "active",
                     *       "scopes": [
                     *         "submit"
                     *       ],
                     *       "platform_id": "ddh",
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "expires_at": "2026-01-02T03:04:05.678Z",
                     *       "revoked_at": "2026-01-02T03:04:05.678Z",
                     *       "replaced_by": "k3v9x0q2m7ab"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description What stands after rh_ in the key. It is no secret. */
                prefix: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description Made. The new key is told this once. */
            201: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "prefix": "k3v9x0q2m7ab",
                     *       "name": "text",
                     *       "state": "active",
                     *       "scopes": [
                     *         "submit"
                     *       ],
                     *       "platform_id": "ddh",
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "expires_at": "2026-01-02T03:04:05.678Z",
                     *       "revoked_at": "2026-01-02T03:04:05.678Z",
                     *       "replaced_by": "k3v9x0q2m7ab",
                     *       "key": "text"
                     *     }
                     */
                    "application/json": components["schemas"]["MintedApiKey"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new one, such as a UUID, for each request that is to be carried out once. Sent again under the same key, the same request has the same answer, and nothing is done; another one is refused (`idempotency_key_reused`). */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The platform, such as `ddh`. */
                platform_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["WebhookSecretRotation"];
            };
        };
        responses: {
            /** @description Made. The secret is told this once. */
            201: {
                headers: {
                    /** @description The request was carried out before, under the same Idempotency-Key: this is the answer of that time. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "platform_id": "ddh",
                     *       "secret": "text",
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "previous_until": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MintedWebhookSecret"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The header webhook-id. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivery_id": "msg_0123456789abcdef0123456789abcdef",
                     *       "platform_id": "ddh",
                     *       "asset_id": "text",
                     *       "version_ordinal": 0,
                     *       "request_id": "text",
                     *       "type": "version.processing.completed",
                     *       "url": "text",
                     *       "state": "pending",
                     *       "round": 0,
                     *       "attempts": 0,
                     *       "last_status": null,
                     *       "last_error": null,
                     *       "last_attempt_at": "2026-01-02T03:04:05.678Z",
                     *       "created_at": "2026-01-02T03:04:05.678Z",
                     *       "ended_at": "2026-01-02T03:04:05.678Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deploy: {
        parameters: {
            query: {
                /** @description Said so that nobody does it by accident. */
                confirm: "yes";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied": []
                     *     }
                     */
                    "application/json": components["schemas"]["Deployed"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStacLandingPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The landing page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "Catalog",
                     *       "stac_version": "1.1.0",
                     *       "id": "rhumbline",
                     *       "title": "Rhumbline",
                     *       "description": "text",
                     *       "conformsTo": [
                     *         "text"
                     *       ],
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StacLandingPage"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStacConformance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their names. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "conformsTo": [
                     *         "https://api.stacspec.org/v1.0.0/core",
                     *         "https://api.stacspec.org/v1.0.0/collections",
                     *         "https://api.stacspec.org/v1.0.0/ogcapi-features",
                     *         "https://api.stacspec.org/v1.0.0/item-search",
                     *         "https://api.stacspec.org/v1.0.0/item-search#sort",
                     *         "https://api.stacspec.org/v1.0.0/ogcapi-features#sort",
                     *         "https://api.stacspec.org/v1.0.0/item-search#fields",
                     *         "https://api.stacspec.org/v1.0.0/ogcapi-features#fields",
                     *         "https://api.stacspec.org/v1.0.0/item-search#filter",
                     *         "https://api.stacspec.org/v1.0.0/ogcapi-features#filter",
                     *         "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                     *         "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                     *         "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
                     *         "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
                     *         "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
                     *         "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
                     *         "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
                     *         "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
                     *         "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StacConformance"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStacCollections: {
        parameters: {
            query?: {
                /** @description Items a page; 10 where it is not said, and never more than 1,000. */
                limit?: number;
                /** @description Of a link `next`: follow it as it is. */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "collections": [
                     *         {
                     *           "type": "Collection",
                     *           "stac_version": "1.1.0",
                     *           "id": "rasters",
                     *           "description": "Rasters of the collection rasters.",
                     *           "license": "other",
                     *           "extent": {
                     *             "spatial": {
                     *               "bbox": [
                     *                 [
                     *                   3,
                     *                   44,
                     *                   4,
                     *                   45
                     *                 ]
                     *               ]
                     *             },
                     *             "temporal": {
                     *               "interval": [
                     *                 [
                     *                   "2026-01-02T03:04:05Z",
                     *                   "2026-01-02T03:04:05Z"
                     *                 ]
                     *               ]
                     *             }
                     *           },
                     *           "links": [
                     *             {
                     *               "rel": "root",
                     *               "href": "https://gis.example.org/stac",
                     *               "type": "application/json"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ],
                     *       "numberReturned": 0
                     *     }
                     */
                    "application/json": components["schemas"]["StacCollections"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStacCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "Collection",
                     *       "stac_version": "1.1.0",
                     *       "id": "rasters",
                     *       "description": "Rasters of the collection rasters.",
                     *       "license": "other",
                     *       "extent": {
                     *         "spatial": {
                     *           "bbox": [
                     *             [
                     *               3,
                     *               44,
                     *               4,
                     *               45
                     *             ]
                     *           ]
                     *         },
                     *         "temporal": {
                     *           "interval": [
                     *             [
                     *               "2026-01-02T03:04:05Z",
                     *               "2026-01-02T03:04:05Z"
                     *             ]
                     *           ]
                     *         }
                     *       },
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StacCollection"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStacItems: {
        parameters: {
            query?: {
                /** @description Items a page; 10 where it is not said, and never more than 1,000. */
                limit?: number;
                /** @description Of a link `next`: follow it as it is. */
                token?: string;
                /** @description Ids with commas between. */
                collections?: string;
                /** @description Ids with commas between. */
                ids?: string;
                /** @description West, south, east, north in degrees; west is greater than east across the antimeridian. */
                bbox?: string;
                /** @description A GeoJSON geometry; not beside bbox. */
                intersects?: string;
                /** @description RFC 3339: an instant, or two with a slash between, of which one may be `..` for an open end. */
                datetime?: string;
                /** @description Fields with commas between, `-` before one for descending. Newest first where it is not said. */
                sortby?: string;
                /** @description Fields with commas between; `-` before one leaves it out. */
                fields?: string;
                /** @description CQL2. */
                filter?: string;
                "filter-lang"?: "cql2-text" | "cql2-json";
                "filter-crs"?: "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
            };
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of items, with a link `next` where there are more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "FeatureCollection",
                     *       "features": [
                     *         {
                     *           "type": "Feature",
                     *           "id": "scene-1",
                     *           "collection": "rasters"
                     *         }
                     *       ],
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ],
                     *       "numberReturned": 0
                     *     }
                     */
                    "application/geo+json": components["schemas"]["StacItemCollection"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStacItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "Feature",
                     *       "stac_version": "1.1.0",
                     *       "id": "scene-1",
                     *       "collection": "rasters",
                     *       "geometry": {
                     *         "type": "Point",
                     *         "coordinates": [
                     *           3.5,
                     *           44.5
                     *         ]
                     *       },
                     *       "properties": {
                     *         "datetime": "2026-01-02T03:04:05Z"
                     *       },
                     *       "assets": {},
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/geo+json": components["schemas"]["StacItem"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signStacAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
                item_id: string;
                asset_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address, and until when it is good. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "href": "https://account.blob.core.windows.net/silver/rasters/scene-1.tif?sv=…",
                     *       "expires_at": "2026-01-02T03:19:05Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SignedHref"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchStacItems: {
        parameters: {
            query?: {
                /** @description Items a page; 10 where it is not said, and never more than 1,000. */
                limit?: number;
                /** @description Of a link `next`: follow it as it is. */
                token?: string;
                /** @description Ids with commas between. */
                collections?: string;
                /** @description Ids with commas between. */
                ids?: string;
                /** @description West, south, east, north in degrees; west is greater than east across the antimeridian. */
                bbox?: string;
                /** @description A GeoJSON geometry; not beside bbox. */
                intersects?: string;
                /** @description RFC 3339: an instant, or two with a slash between, of which one may be `..` for an open end. */
                datetime?: string;
                /** @description Fields with commas between, `-` before one for descending. Newest first where it is not said. */
                sortby?: string;
                /** @description Fields with commas between; `-` before one leaves it out. */
                fields?: string;
                /** @description CQL2. */
                filter?: string;
                "filter-lang"?: "cql2-text" | "cql2-json";
                "filter-crs"?: "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of items, with a link `next` where there are more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "FeatureCollection",
                     *       "features": [
                     *         {
                     *           "type": "Feature",
                     *           "id": "scene-1",
                     *           "collection": "rasters"
                     *         }
                     *       ],
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ],
                     *       "numberReturned": 0
                     *     }
                     */
                    "application/geo+json": components["schemas"]["StacItemCollection"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchStacItemsByBody: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "collections": [
                 *         "rasters"
                 *       ],
                 *       "bbox": [
                 *         3,
                 *         44,
                 *         4,
                 *         45
                 *       ],
                 *       "limit": 10
                 *     }
                 */
                "application/json": components["schemas"]["StacSearch"];
            };
        };
        responses: {
            /** @description A page of items, with a link `next` where there are more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "FeatureCollection",
                     *       "features": [
                     *         {
                     *           "type": "Feature",
                     *           "id": "scene-1",
                     *           "collection": "rasters"
                     *         }
                     *       ],
                     *       "links": [
                     *         {
                     *           "rel": "root",
                     *           "href": "https://gis.example.org/stac",
                     *           "type": "application/json"
                     *         }
                     *       ],
                     *       "numberReturned": 0
                     *     }
                     */
                    "application/geo+json": components["schemas"]["StacItemCollection"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStacQueryables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON Schema of the properties. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "$schema": "http://json-schema.org/draft-07/schema#",
                     *       "$id": "text",
                     *       "type": "object",
                     *       "title": "text",
                     *       "properties": {},
                     *       "additionalProperties": false
                     *     }
                     */
                    "application/schema+json": components["schemas"]["StacQueryables"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStacCollectionQueryables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON Schema of the properties. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "$schema": "http://json-schema.org/draft-07/schema#",
                     *       "$id": "text",
                     *       "type": "object",
                     *       "title": "text",
                     *       "properties": {},
                     *       "additionalProperties": false
                     *     }
                     */
                    "application/schema+json": components["schemas"]["StacQueryables"];
                };
            };
            /** @description What went wrong. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
