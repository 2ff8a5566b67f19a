import type { Check } from '#dataset/check.ts';
import { gateway } from '#dataset/direction.ts';

/** A party's reach says what a rule may put at its end: published names where there are some, and nothing that nobody published. */
export const check = {
  name: 'hosts',
  description: 'Hosts are printed for the flows of parties with reach "hosts", and of no others.',
  needs: ['parties', 'features', 'releases'],
  check: ({ parties, flows, releases, at, keyAt }) => {
    const lists = releases
      .flatMap(({ rows }) => rows.flatMap((row) => Object.entries(row.flows).map(([id, { hosts }]) => ({ id, row, hosts }))))
      .filter(({ hosts }) => hosts.length > 0);
    const listsById = Map.groupBy(lists, ({ id }) => id);
    return parties.flatMap((party) => {
      const own = flows.filter(({ from, to }) => party.id !== gateway && (from === party.id || to === party.id));
      const its = own.flatMap(({ id }) => listsById.get(id) ?? []);
      if (party.reach !== 'hosts') {
        return its.map(({ id, row }) => ({
          ...keyAt(row, 'flows', id),
          message: `row ${row.row} prints hosts for "${id}", and party "${party.id}" has reach "${party.reach}": write "reach: hosts" there, or take the hosts out`,
        }));
      }
      const message = `no release prints a host for a flow of "${party.id}": give the hosts in its rows, or write "reach: unpublished"`;
      return its.length === 0 && own.length > 0 ? [{ ...at(party, 'reach'), message }] : [];
    });
  },
} satisfies Check;
