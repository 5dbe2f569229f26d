import type { V1Secret } from '@kubernetes/client-node';
import type { Scene } from '../operator/scene.ts';

/** What is in a Secret at this moment; throws where there is none. */
export async function readSecret(
  { controlPlane, namespace }: Scene,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const { status, body } = await controlPlane.request({ path: `/api/v1/namespaces/${namespace}/secrets/${name}` });
  if (status !== 200) throw new Error(`Secret ${name}: ${status}`);
  const { data = {} }: V1Secret = Object(body);
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]));
}
