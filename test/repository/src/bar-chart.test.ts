import { describe, expect, it } from 'vitest';
import { barCharts } from '../../../tools/bar-chart.ts';

describe('a bar chart', () => {
  const bars = [
    { label: 'a & b', value: 5, min: 4, max: 6 },
    { label: 'c', value: 10, min: 10, max: 10 },
  ];
  const svg = barCharts([{ title: 'Seconds', bars, format: (value) => `${value} s` }]);

  it('draws bars as long as their values', () => {
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(widths).toHaveLength(2);
    expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(2);
  });

  it('says each value, and what it is of', () => {
    expect(svg).toContain('>5 s</text>');
    expect(svg).toContain('>a &amp; b</text>');
  });
});
