-- What progress is read from: of the plan only what an approval waits for, in whose note it is once its template is rendered.
CREATE VIEW rhumbline.node_progress_view AS
SELECT node.job_id, node.position, node.node_id, node.kind, node.state, round(node.percent::numeric, 1)::float8 AS percent,
       node.attempt, node.last_failure, node.error, node.items,
       CASE WHEN node.kind = 'approval' AND node.state = 'running'
         THEN COALESCE(regexp_replace(node.note, '^waits for approval: ', ''), job.plan->'nodes'->node.node_id->>'message')
       END AS waits_for
FROM rhumbline.job_nodes AS node JOIN rhumbline.jobs AS job USING (job_id);
