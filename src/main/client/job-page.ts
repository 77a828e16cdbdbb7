/** Address of a job in the Temporal UI: the job's id is its Workflow ID. */
export function jobPage(uiUrl: string, namespace: string, jobId: string): string {
  return `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(jobId)}`;
}
