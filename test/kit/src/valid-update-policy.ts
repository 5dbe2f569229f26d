import * as fc from 'fast-check';

const maintenanceWindow = fc.record(
  {
    schedule: fc.constantFrom(
      '30 2 * * SUN',
      '0 22 * * 1-5',
      '*/15 0-6/2 1,15,L * *',
      '05 04 29 2 0',
      '0 2 * JAN-MAR,12 TUE#2,5#L',
      '59 23 31 12 7',
    ),
    duration: fc.constantFrom('1m', '2h', '90m', '1h30m', '168h', '10080m', '0h5m'),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT-3', 'EST5EDT'),
  },
  { requiredKeys: ['schedule', 'duration'] },
);

/** How changes are rolled out, with windows of every form. */
export const updatePolicy = fc.record(
  {
    progressDeadlineSeconds: fc.oneof(fc.constantFrom(30, 86_400), fc.integer({ min: 30, max: 86_400 })),
    pause: fc.constantFrom('None', 'Disruptive', 'All'),
    maintenanceWindows: fc.array(maintenanceWindow, { maxLength: 16 }),
  },
  { requiredKeys: [] },
);
