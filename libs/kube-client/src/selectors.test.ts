import { describe, expect, it } from 'vitest';
import { fieldSelectorMatcher, labelSelectorMatcher } from './selectors.ts';

const object = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'n', labels: { app: 'ixn', 'x.io/tier': 'back', empty: '' } },
  status: { phase: 'Running' },
};

describe('a label selector', () => {
  it.each([
    ['', true],
    ['app=ixn', true],
    ['app==ixn', true],
    ['app = ixn', true],
    ['app=other', false],
    ['app!=other', true],
    ['app!=ixn', false],
    ['none!=x', true],
    ['empty=', true],
    ['none=', false],
    ['x.io/tier', true],
    ['none', false],
    ['!none', true],
    ['!app', false],
    ['app in (a, ixn)', true],
    ['app in (a)', false],
    ['none in (a)', false],
    ['app notin (a,b)', true],
    ['app notin (ixn,b)', false],
    ['none notin (a)', true],
    ['app in (ixn,b),x.io/tier=back,!none', true],
    ['app in (ixn,b),x.io/tier=front', false],
  ])('%j matches as the API server does: %s', (selector, expected) => {
    expect(labelSelectorMatcher(selector)(object)).toBe(expected);
  });

  it('matches an object without labels only where nothing is required', () => {
    const bare = { ...object, metadata: { name: 'a' } };
    expect(labelSelectorMatcher('app')(bare)).toBe(false);
    expect(labelSelectorMatcher('app!=x')(bare)).toBe(true);
  });

  it('throws for what it does not know', () => {
    expect(() => labelSelectorMatcher('a ~ b')).toThrow('not a selector requirement: a ~ b');
  });
});

describe('a field selector', () => {
  it.each([
    ['metadata.name=a', true],
    ['metadata.name==b', false],
    ['metadata.name!=b,status.phase=Running', true],
    ['status.nothing=', true],
    ['spec.nodeName!=', false],
  ])('%j matches as the API server does: %s', (selector, expected) => {
    expect(fieldSelectorMatcher(selector)(object)).toBe(expected);
  });

  it('throws for what it does not know', () => {
    expect(() => fieldSelectorMatcher('metadata.name')).toThrow('not a selector requirement');
  });
});
