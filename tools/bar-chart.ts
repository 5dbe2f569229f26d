/** A bar with the range that its value was measured in. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/** Bars of one unit, which share a scale. */
export interface Chart {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** How a value is written beside its bar. */
  readonly format: (value: number) => string;
}

/** In the units of the SVG's own viewBox. */
const sizes = { width: 720, label: 190, value: 110, bar: 22, row: 34, title: 40 } as const;
const colors = { bar: '#3b7dd8', range: '#1b2a41', text: '#57606a' } as const;

/** Draws charts one above the other, as an SVG that reads on light and dark pages. */
export function barCharts(charts: readonly Chart[]): string {
  let top = 0;
  const drawn = charts.map((chart) => {
    const text = drawChart(chart, top);
    top += sizes.title + chart.bars.length * sizes.row;
    return text;
  });
  const height = top + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sizes.width} ${height}" font-family="sans-serif" font-size="14">
${drawn.join('\n')}
</svg>
`;
}

function drawChart({ title, bars, format }: Chart, top: number): string {
  const greatest = Math.max(...bars.map(({ max }) => max));
  const scale = (value: number) => (greatest > 0 ? (value / greatest) * (sizes.width - sizes.label - sizes.value) : 0);
  const heading = `<text x="0" y="${top + 24}" font-weight="bold" fill="${colors.text}">${escaped(title)}</text>`;
  const rows = bars.map((bar, index) => drawBar(bar, top + sizes.title + index * sizes.row, scale, format));
  return [heading, ...rows].join('\n');
}

function drawBar(bar: Bar, y: number, scale: (value: number) => number, format: Chart['format']): string {
  const at = (value: number) => (sizes.label + scale(value)).toFixed(1);
  const middle = y + sizes.bar / 2;
  return [
    `<text x="0" y="${middle + 5}" fill="${colors.text}">${escaped(bar.label)}</text>`,
    `<rect x="${sizes.label}" y="${y}" width="${scale(bar.value).toFixed(1)}" height="${sizes.bar}" fill="${colors.bar}"/>`,
    `<path d="M${at(bar.min)} ${middle}H${at(bar.max)}" stroke="${colors.range}" stroke-width="3"/>`,
    `<text x="${(sizes.label + scale(bar.max) + 10).toFixed(1)}" y="${middle + 5}" fill="${colors.text}">${format(bar.value)}</text>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
