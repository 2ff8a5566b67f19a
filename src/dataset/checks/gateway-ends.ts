import type { Check } from '#dataset/check.ts';
import { gateway } from '#dataset/direction.ts';

/** Directions, tables and rules are all told from the gateway's side. */
export const check = {
  name: 'gateway-ends',
  description: 'Every flow has the gateway at exactly one end, and the gateway stands in the DMZ.',
  needs: [],
  check: ({ flows, parties, at }) => [
    ...flows
      .filter(({ from, to }) => (from === gateway) === (to === gateway))
      .map((flow) => ({
        ...at(flow, 'to'),
        message:
          flow.to === gateway
            ? `"${flow.id}" joins the gateway to itself: name the other party under "from" or "to"`
            : `"${flow.id}" leaves the gateway out: write "${gateway}" under "from" or "to"`,
      })),
    ...parties
      .filter(({ id, zone }) => id === gateway && zone !== 'dmz')
      .map((party) => ({
        ...at(party, 'zone'),
        message: `the gateway stands in zone "${party.zone}": write "dmz", zones of flows are told from there`,
      })),
  ],
} satisfies Check;
