import { templateRecordAnnotation } from '../annotations.ts';
import { versionLabel } from '../labels.ts';
import type { ChildMetadata } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/** Metadata of a StatefulSet or Deployment: as of every object, the version that runs, and the record of its template. */
export function workloadObjectMetadata(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  recordName: string,
): ChildMetadata {
  const metadata = objectMetadata(instance, workload, workload.name);
  return {
    ...metadata,
    labels: { ...metadata.labels, ...versionLabel(workload.tag) },
    annotations: { [templateRecordAnnotation]: recordName },
  };
}
