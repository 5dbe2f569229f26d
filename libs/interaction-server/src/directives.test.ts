import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import type { Pause } from './interaction-server.ts';
import { parse } from './parse.ts';

function parsedWith(annotations: Readonly<Record<string, string>>, pause?: Pause) {
  return parse(interactionServer({ metadata: { annotations }, spec: { updatePolicy: { pause } } }));
}

function directivesOf(annotations: Readonly<Record<string, string>>, pause?: Pause) {
  const parsed = parsedWith(annotations, pause);
  return parsed.ok ? parsed.value.directives : parsed.violations;
}

describe('the directives of a resource', () => {
  it.each<[Pause, string | undefined, Pause | undefined]>([
    ['None', undefined, undefined],
    ['None', 'None', 'None'],
    ['Disruptive', 'Disruptive', undefined],
    ['Disruptive', undefined, 'Disruptive'],
    ['Disruptive', 'Disruptive', 'None'],
    ['Disruptive', 'None', 'Disruptive'],
    ['All', 'All', 'Disruptive'],
    ['All', 'Disruptive', 'All'],
  ])('pause %s where the annotation says %s and the spec says %s: the stronger one', (pause, annotation, ofSpec) => {
    const annotations = annotation === undefined ? {} : { 'ixn.operators.dev/pause': annotation };
    expect(directivesOf(annotations, ofSpec)).toEqual({ pause, applyPending: undefined });
  });

  it('ask for updates that wait, by any value of their annotation', () => {
    expect(directivesOf({ 'ixn.operators.dev/apply-pending': '2026-11-23T06:00:00Z' })).toEqual({
      pause: 'None',
      applyPending: '2026-11-23T06:00:00Z',
    });
  });

  it('leave alone annotations of others', () => {
    expect(directivesOf({ 'example.com/pause': 'All', 'ixn.operators.dev/other': '' })).toEqual({
      pause: 'None',
      applyPending: undefined,
    });
  });

  it.each(['all', '', 'true'])('are refused where the annotation says "%s", which is no pause', (pause) => {
    expect(directivesOf({ 'ixn.operators.dev/pause': pause })).toEqual([
      {
        path: 'metadata.annotations[ixn.operators.dev/pause]',
        message: `Unsupported value: "${pause}": supported values: "None", "Disruptive", "All"`,
      },
    ]);
  });
});
