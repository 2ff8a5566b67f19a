import { expect, it } from 'vitest';
import { departingFlows, directionOf } from './direction.ts';
import type { Row } from './schema.ts';

interface End {
  id: string;
  from: string;
  to: string;
  addsEnd: boolean;
}
const out = (id: string, to = id): End => ({ id, from: 'gateway', to, addsEnd: false });
const into = (id: string, from = id): End => ({ id, from, to: 'gateway', addsEnd: false });
const added = (flow: End): End => ({ ...flow, addsEnd: true });

/** Ids of the flows that depart from a row printing `direction` and supporting `flows`. */
function departing(direction: Row['direction'], ...flows: End[]): string[] {
  const row = { direction, flows: Object.fromEntries(flows.map(({ id }) => [id, { hosts: [], hostList: 'none-printed' as const }])) };
  return departingFlows(row, new Map(flows.map((flow) => [flow.id, flow]))).map(({ id }) => id);
}

it('sees a direction from the gateway: who opens the connection decides', () => {
  expect(directionOf(into('admins'))).toBe('in');
  expect(directionOf(out('resolvers'))).toBe('out');
});

it('lets a flow agree with a row that prints its direction', () => {
  expect(departing('In', into('admins'))).toEqual([]);
  expect(departing('Out', out('resolvers'), out('backup'))).toEqual([]);
});

it('lets a flow depart from the opposite direction and from one direction too many', () => {
  expect(departing('Out', into('managers'))).toEqual(['managers']);
  expect(departing('In', out('resolvers'))).toEqual(['resolvers']);
  expect(departing('In/Out', out('resolvers'))).toEqual(['resolvers']);
  expect(departing('In/Out', into('server'))).toEqual(['server']);
});

it('takes both ways between the same two parties for In/Out', () => {
  expect(departing('In/Out', out('to-peers', 'peers'), into('from-peers', 'peers'))).toEqual([]);
});

it('lets both halves depart where the row prints only one way', () => {
  expect(departing('Out', out('to-peers', 'peers'), into('from-peers', 'peers'))).toEqual(['to-peers', 'from-peers']);
});

it('judges each pair of parties by itself: the web interface departs, the peers of the same row do not', () => {
  const row = [into('web-interface', 'administrators'), out('to-peers', 'peers'), into('from-peers', 'peers')];
  expect(departing('In/Out', ...row)).toEqual(['web-interface']);
});

it('does not make In/Out of two flows with different ends', () => {
  expect(departing('In/Out', out('to-servers', 'servers'), into('from-users', 'users'))).toEqual(['to-servers', 'from-users']);
});

it('lets a flow depart whose end no row names, though its direction agrees', () => {
  expect(departing('In', into('internet'), added(into('internal')))).toEqual(['internal']);
  expect(departing('Out', out('internet'), added(out('relay')), added(out('internal')))).toEqual(['relay', 'internal']);
});

it('lets nothing depart from a row whose direction is lost', () => {
  expect(departing(null, into('managers'), added(out('relay')))).toEqual([]);
});
