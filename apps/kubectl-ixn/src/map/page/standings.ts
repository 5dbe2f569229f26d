import type { MapRow } from '../map-types.ts';
import { shape } from './dom.ts';

type Standing = MapRow['standing'];

/** What each standing is called, the worst first, and its sign on a square of 16. Never told by colour alone. */
const standings: Readonly<Record<Standing, { readonly label: string; readonly path: string }>> = {
  fails: { label: 'failing', path: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.5 5.5l5 5M10.5 5.5l-5 5' },
  warns: { label: 'expiring', path: 'M8 1.5 15 14.5H1zM8 6v4M8 12.2v.3' },
  works: { label: 'answering', path: 'M8 1a7 7 0 1 0 .01 0zM4.8 8.3l2.2 2.2 4.3-4.6' },
  serves: { label: 'opened by others', path: 'M8 1a7 7 0 1 0 .01 0zM4 8h7.2M8.4 5.2 11.2 8l-2.8 2.8' },
  unknown: {
    label: 'not checked',
    path: 'M8 1a7 7 0 1 0 .01 0zM5.9 6.2a2.1 2.1 0 1 1 2.9 2.1c-.6.3-.8.6-.8 1.3M8 11.6v.3',
  },
  off: { label: 'not configured', path: 'M8 1a7 7 0 1 0 .01 0zM4.5 8h7' },
};

export const standingNames: readonly Standing[] = ['fails', 'warns', 'works', 'serves', 'unknown', 'off'];

export function labelOf(standing: Standing): string {
  return standings[standing].label;
}

/** The sign of a standing. */
export function sign(standing: Standing): SVGSVGElement {
  return shape(
    'svg',
    { class: `sign ${standing}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    shape('path', { d: standings[standing].path }),
  );
}
