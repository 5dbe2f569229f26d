import { parseArgs } from 'node:util';

/** How `npm run image` builds. */
export interface ImageOptions {
  /** Name and tag of the image. */
  readonly tag: string;
  /** Such as linux/arm64; none for that of the machine. */
  readonly platforms: readonly string[];
  /** To the registry that the tag names; otherwise the image is kept by the Docker of this machine. */
  readonly push: boolean;
}

export type ImageOptionsResult =
  | { readonly kind: 'options'; readonly options: ImageOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'invalid'; readonly problem: string };

/** The platforms whose libraries the image knows to find. */
const platforms = ['linux/amd64', 'linux/arm64'];

function help(defaultTag: string): string {
  return `npm run image -- [OPTIONS]: bundles the operator and builds its image.

  --tag NAME        name and tag of the image
                    (default: ${defaultTag}, as the chart has it)
  --platform LIST   ${platforms.join(' or ')}, or both with a comma between them (default: that of this machine)
  --push            push it to the registry of its name; otherwise Docker keeps it on this machine

BASE_IMAGE names the image that Node and its libraries are taken from, where node:24-bookworm-slim will not do; SOURCE_DATE_EPOCH
the time in seconds that the image is said to be made at (default: that of the last commit).
`;
}

/** Reads the command line. */
export function readImageOptions(args: readonly string[], defaultTag: string): ImageOptionsResult {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        tag: { type: 'string', default: defaultTag },
        platform: { type: 'string', default: '' },
        push: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help', text: help(defaultTag) };
    const wanted = values.platform.split(',').filter((name) => name !== '');
    const unknown = wanted.find((name) => !platforms.includes(name));
    if (unknown !== undefined) {
      return { kind: 'invalid', problem: `--platform takes ${platforms.join(' and ')}, not ${unknown}` };
    }
    return { kind: 'options', options: { tag: values.tag, platforms: wanted, push: values.push } };
  } catch (error) {
    return { kind: 'invalid', problem: error instanceof Error ? error.message : String(error) };
  }
}
