/** kwok's configuration: every container of every simulated pod has written what is in the file. */
export function renderPodLogs(path: string): string {
  return JSON.stringify({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'pods' },
    spec: { logs: [{ logsFile: path, follow: false }] },
  });
}

/** A line of a log as container runtimes write it to the disk of a node. */
export function podLogLine(text: string, at = new Date()): string {
  return `${at.toISOString()} stdout F ${text}\n`;
}
