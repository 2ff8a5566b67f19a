/** States to begin with: a sensible start, and the made-up environment of the pages. */
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import type { Platform } from '#rules/platform.ts';
import type { Vantage } from '#rules/vantage.ts';
import { defaultAnswers } from './selection.ts';
import type { State } from './state.ts';

/** The platform that is chosen before anybody has chosen. */
export const startPlatform = 'nftables';

/** What begins the names of objects where nobody has typed anything else. */
export const startPrefix = 'SEG';

/** Nothing typed, and the default of every question. */
export const startState = (dataset: Dataset, platform: Pick<Platform, 'id' | 'vantages'>): State => ({
  version: 1,
  dataset: dataset.product.dataset,
  release: defaultRelease(dataset).release,
  answers: defaultAnswers(dataset),
  everything: false,
  platform: platform.id,
  form: null,
  vantage: platform.vantages[0] ?? 'edge',
  prefix: startPrefix,
  zones: {},
  addresses: {},
  publicAddresses: [],
  placed: {},
  anyInternet: [],
  passive: '',
});

/** A state with the made-up addresses and names of the pages in place of what is typed in it. */
export function withExample(state: State, platform: Platform, vantage: Vantage = state.vantage): State {
  const { prefix, addresses, zones, ftp } = exampleEnvironment(platform, vantage);
  return {
    ...state,
    platform: platform.id,
    vantage,
    prefix,
    zones: platform.zones === null ? {} : { ...zones },
    addresses: Object.fromEntries(Object.entries(addresses).map(([party, entries]) => [party, [...entries]])),
    publicAddresses: [],
    placed: {},
    anyInternet: [],
    passive: ftp.passive ? `${ftp.passive.from}-${ftp.passive.to}` : '',
  };
}
