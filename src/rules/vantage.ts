/** Where the firewall stands. */

/**
 * Which firewall the rules are for: `edge` one firewall with all legs; `outer` the one of two that faces the Internet and the peers;
 * `inner` the one of two that faces the internal and the management network; `host` the gateway's own.
 */
export const vantages = ['edge', 'outer', 'inner', 'host'] as const;
export type Vantage = (typeof vantages)[number];

/** Zones that lie beyond the outer one of two firewalls, and beyond the inner one; between the two lies the DMZ. */
export const outerZones: readonly string[] = ['internet', 'peers'];
export const innerZones: readonly string[] = ['lan', 'management'];
