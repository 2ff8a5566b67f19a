import { expect, it } from 'vitest';
import { services } from './iana.ts';
import { portLimits } from './schema.ts';

it('lists each port once, in ascending order, like the registry', () => {
  const ports = Object.values(services).map(({ port }) => port);
  expect(ports).toEqual([...new Set(ports)].sort((a, b) => a - b));
  expect(ports.every((port) => port >= portLimits.lowest && port <= portLimits.highest)).toBe(true);
});

it('knows that syslog is registered for UDP alone', () => {
  expect(services.syslog).toEqual({ port: 514, transports: ['udp'] });
});
