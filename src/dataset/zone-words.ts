import type { Zone } from './schema.ts';

/** What a zone is called in a sentence or a heading. */
export const zoneWords = {
  internet: 'Internet',
  dmz: 'DMZ',
  lan: 'Internal network',
  management: 'Management',
  peers: 'Peers',
} as const satisfies Record<Zone, string>;
