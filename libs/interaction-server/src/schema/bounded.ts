import { z } from 'zod';

/** A map by free keys with a bound on their number, in the API server's words. */
export function boundedMap<Value extends z.ZodType>(value: Value, maxEntries: number, description: string) {
  return z
    .record(z.string().max(317), value)
    .refine((map) => Object.keys(map).length <= maxEntries, {
      error: ({ input }) => `Too many: ${Object.keys(Object(input)).length}: must have at most ${maxEntries} items`,
    })
    .describe(description)
    .meta({ maxProperties: maxEntries });
}

/** A list in which each item's name stands once. */
export function namedListSchema<Item extends z.ZodType<{ readonly name: string }>>(
  item: Item,
  maxItems: number,
  description: string,
) {
  return z
    .array(item)
    .max(maxItems)
    .superRefine((list, context) => {
      const names = list.map(({ name }) => name);
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) === index) continue;
        context.addIssue({ code: 'custom', path: [index], message: `Duplicate value: ${JSON.stringify({ name })}` });
      }
    })
    .describe(description)
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] });
}
