import { describe, expect, it } from 'vitest';
import { annotation } from './stage.ts';
import { renderStages, stages } from './stages.ts';
import { imageTags, podAnnotations } from './words.ts';

describe('renderStages', () => {
  const documents = renderStages()
    .split('\n---\n')
    .map((document): unknown => JSON.parse(document));

  it('writes one document for each stage', () => {
    expect(documents).toHaveLength(stages.length);
    for (const document of documents)
      expect(document).toMatchObject({ kind: 'Stage', apiVersion: 'kwok.x-k8s.io/v1alpha1' });
  });

  it('names each stage differently', () => {
    expect(new Set(stages.map(({ name }) => name)).size).toBe(stages.length);
  });

  it('never runs commands on the host', () => {
    expect(renderStages()).not.toContain('ClusterExec');
  });

  it.each([...Object.values(podAnnotations), ...Object.values(imageTags)])('gives the word %s a meaning', (word) => {
    expect(renderStages()).toContain(word);
  });

  it('waits as long as an annotation says before a pod becomes ready', () => {
    expect(documents).toContainEqual(
      expect.objectContaining({
        metadata: { name: 'pod-becomes-ready' },
        spec: expect.objectContaining({
          delay: {
            durationMilliseconds: 0,
            durationFrom: { jq: { expression: annotation(podAnnotations.readyAfter) } },
          },
        }),
      }),
    );
  });
});
