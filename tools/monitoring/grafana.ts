/** A panel: each query under its legend. */
export interface Panel {
  readonly title: string;
  /** As Grafana names it, such as `s`, `ops`, `bytes`. */
  readonly unit: string;
  readonly kind?: 'timeseries' | 'stat';
  readonly queries: Readonly<Record<string, string>>;
}

const source = { type: 'prometheus', uid: '${datasource}' };
const size = { w: 8, h: 8 };
const perLine = 3;
const refIds = 'ABCDEFGH';

/** Places panels one after the other, three in a line. */
export function row(panels: readonly Panel[]): readonly object[] {
  return panels.map(({ title, unit, kind = 'timeseries', queries }, index) => ({
    id: index + 1,
    title,
    type: kind,
    datasource: source,
    gridPos: { ...size, x: (index % perLine) * size.w, y: Math.floor(index / perLine) * size.h },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: Object.entries(queries).map(([legendFormat, expr], at) => ({
      refId: refIds.charAt(at),
      datasource: source,
      expr,
      legendFormat,
    })),
  }));
}

/** A dashboard as Grafana imports it; `variables` are label queries by their names, each with a choice of all. */
export function dashboard(
  uid: string,
  title: string,
  panels: readonly object[],
  variables: Readonly<Record<string, string>> = {},
): object {
  return {
    uid,
    title,
    tags: ['interaction-server'],
    schemaVersion: 39,
    editable: true,
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        ...Object.entries(variables).map(([name, query]) => ({
          name,
          type: 'query',
          datasource: source,
          query,
          includeAll: true,
          multi: true,
          allValue: '.*',
          refresh: 2,
        })),
      ],
    },
    panels,
  };
}
