import { nodeStages } from './node-stages.ts';
import { podStages } from './pod-stages.ts';
import { type Stage, renderStage } from './stage.ts';
import { volumeStages } from './volume-stages.ts';

export const stages: readonly Stage[] = [...nodeStages, ...podStages, ...volumeStages];

/** The configuration file for kwok: YAML documents, each of which is written as JSON. */
export function renderStages(): string {
  return `${stages.map(renderStage).join('\n---\n')}\n`;
}
