import type { Store, StoreOptions } from './store-types.ts';

export function createStore<T>(_options: StoreOptions<T>): Store<T> {
  throw new Error('not built yet');
}
