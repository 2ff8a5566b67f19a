/** What tests of the builder start from: the made-up dataset, and states of somebody who has typed something. */
import { exampleDataset } from '#dataset/example.ts';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import { type Built, build } from './result.ts';
import { startState } from './start.ts';
import type { State } from './state.ts';

export const dataset = exampleDataset();

/** A platform by its id. */
export function platformNamed(id: string): Platform {
  const found = platforms.find((each) => each.id === id);
  if (!found) throw new Error(`there is no platform "${id}"`);
  return found;
}

/** Somebody with one gateway behind nftables, who has typed what the plain answers ask for, and what is different here. */
export const typedState = (change: Partial<State> = {}): State => ({
  ...startState(dataset, platformNamed('nftables')),
  prefix: 'ACME',
  zones: { internet: 'eth0', dmz: 'eth1', lan: 'eth2', management: 'eth3', peers: 'eth4' },
  addresses: { gateway: ['10.1.0.10'], 'dns-resolvers': ['10.2.0.53'], 'snmp-managers': ['10.3.0.61'] },
  ...change,
});

/** What the builder makes of it. */
export const builtFrom = (change: Partial<State> = {}): Built => {
  const state = typedState(change);
  return build(dataset, platformNamed(state.platform), state);
};
