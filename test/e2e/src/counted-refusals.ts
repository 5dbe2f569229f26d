import { operatorPods } from './operator-pods.ts';
import type { Scene } from './scene.ts';

/** Requests that the API server refused to the operators for lack of a right, as their metrics count them. */
export async function countedRefusals(scene: Scene): Promise<readonly string[]> {
  const { kubectl, facts } = scene;
  const texts = (await operatorPods(scene)).map(({ metadata }) => {
    const path = `/api/v1/namespaces/${facts.namespaces.operator}/pods/${metadata?.name}:8080/proxy/metrics`;
    return kubectl.run(['get', '--raw', path]);
  });
  const lines = (await Promise.all(texts)).flatMap((text) => text.split('\n'));
  const requests = lines.filter((line) => line.startsWith('ixn_operator_kube_request_duration_seconds_count{'));
  if (requests.length === 0) throw new Error('the operators count no requests');
  return requests.filter((line) => /code="(401|403)"/.test(line));
}
