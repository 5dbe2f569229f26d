import type { MapView } from '../map-types.ts';

/** What the page hears of the program. */
export interface Listener {
  readonly view: (view: MapView) => void;
  /** The program was ended in order: nothing more comes. */
  readonly ended: () => void;
}

/** Listens to the program. The browser asks again by itself when the connection breaks. */
export function listen({ view, ended }: Listener): void {
  const source = new EventSource('events');
  source.addEventListener('message', ({ data }) => {
    const read: MapView = JSON.parse(String(data));
    view(read);
  });
  source.addEventListener('end', () => {
    source.close();
    ended();
  });
}
