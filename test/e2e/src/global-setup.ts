import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { type ClusterFacts, factsVariable } from './cluster-facts.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterFacts;
  }
}

/** Hands the facts of the cluster, which `npm run e2e` made, to the test files. */
export function setup(project: TestProject): void {
  const path = process.env[factsVariable];
  if (path === undefined) throw new Error('these tests need a cluster: run them by npm run e2e');
  project.provide('cluster', JSON.parse(readFileSync(path, 'utf8')));
}
