import type { Scene } from './scene.ts';

/** Everything that the operator writes, but for the Secrets, which are the user's: where nothing of a Secret may be. */
export async function everythingShown(scene: Scene): Promise<Readonly<Record<string, string>>> {
  const { controlPlane, namespace, log } = scene;
  const kinds = 'statefulsets,deployments,replicasets,controllerrevisions,pods,services,configmaps,networkpolicies';
  const others = 'endpointslices,serviceaccounts,poddisruptionbudgets,jobs,events,interactionservers';
  const { stdout } = await controlPlane.kubectl(['get', `${kinds},${others}`, '-n', namespace, '-o', 'json']);
  return { 'the objects of the namespace': stdout, 'the log': log.join(''), 'the metrics': await scene.metrics() };
}

/** The forms in which a text may show itself: as it is, and in base64 wherever it stands in what is encoded. */
export function formsOf(text: string): readonly string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${' '.repeat(shift)}${text}`).toString('base64');
    // The characters at both ends depend on what stands beside.
    return encoded.slice(shift === 0 ? 0 : 4).replace(/.{0,4}$/, '');
  });
  return [text, text.toLowerCase(), ...shifted];
}
