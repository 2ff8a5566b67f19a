/** Zones that a party can stand in; the gateway itself stands in the `dmz`. */
export const zones = ['internet', 'dmz', 'lan', 'management', 'peers'] as const;

/** Where a party stands, seen from the firewall. */
export type Zone = (typeof zones)[number];

/** What a zone is called in a sentence or a heading. */
export const zoneWords = {
  internet: 'Internet',
  dmz: 'DMZ',
  lan: 'Internal network',
  management: 'Management',
  peers: 'Peers',
} as const satisfies Record<Zone, string>;
