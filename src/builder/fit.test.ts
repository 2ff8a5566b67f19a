import { describe, expect, it } from 'vitest';
import { platforms } from '#rules/platforms.ts';
import { dataset, typedState } from './example-state.ts';
import { fitState } from './fit.ts';
import type { State } from './state.ts';

const fitted = (change: Partial<State>) => fitState(dataset, platforms, typedState(change));

describe('a state from elsewhere', () => {
  it('stays as it is where it fits', () => {
    const state = typedState({ placed: { 'dns-resolvers': 'dmz' }, anyInternet: ['revocation-servers'], form: 'table' });
    expect(fitState(dataset, platforms, state)).toEqual({ state, notes: [] });
  });

  it('is what the form would read of it: a line for each entry, and no control characters', () => {
    const { state } = fitted({
      prefix: 'x\npermit\u0000',
      passive: ' 50000-50099\t\n',
      zones: { lan: 'eth2\r\nx' },
      addresses: { gateway: ['10.0.0.1\naccept', ' 10.0.0.2, 10.0.0.3'] },
      publicAddresses: ['198.18.0.1;198.18.0.2'],
    });
    expect(state).toMatchObject({
      prefix: 'xpermit',
      passive: '50000-50099',
      zones: { lan: 'eth2x' },
      addresses: { gateway: ['10.0.0.1', 'accept', '10.0.0.2', '10.0.0.3'] },
      publicAddresses: ['198.18.0.1', '198.18.0.2'],
    });
  });

  it.each<[Partial<State>, Partial<State>, string]>([
    [
      { dataset: '2025.01.01' },
      { dataset: '2026.02.01' },
      'It was made with dataset 2025.01.01. This page has the newer one of 2026.02.01: look through the result.',
    ],
    [
      { dataset: '2027.01.01' },
      { dataset: '2026.02.01' },
      'It was made with dataset 2027.01.01. This page has the older one of 2026.02.01: look through the result.',
    ],
    [{ release: '9.9.9' }, { release: '1.1.0' }, 'Release 9.9.9 is not in this dataset: 1.1.0 is chosen.'],
    [{ platform: 'other' }, { platform: 'aws' }, 'There are no rules for "other" here: AWS (Terraform) is chosen.'],
    [
      { platform: 'aws', vantage: 'host' },
      { vantage: 'edge' },
      'AWS (Terraform) has no rules from the vantage point "host": "edge" is chosen.',
    ],
    [{ form: 'other' }, { form: null }, 'nftables has no form "other" here: the plain one is chosen.'],
    [
      { addresses: { nobody: ['10.0.0.1'] } },
      { addresses: {} },
      '"nobody" is nobody whose addresses are asked for: what is said of them is left out.',
    ],
    [
      { placed: { 'internet-mail-servers': 'lan' } },
      { placed: {} },
      '"internet-mail-servers" is nobody whose addresses are asked for: what is said of them is left out.',
    ],
    [{ placed: { gateway: 'lan' } }, { placed: {} }, 'The gateway stands in the DMZ here.'],
    [
      { anyInternet: ['gateway', 'revocation-servers'] },
      { anyInternet: ['revocation-servers'] },
      '"gateway" is nobody who can be any Internet address: that is left out.',
    ],
    [
      { answers: { weather: ['fair'] } },
      { answers: { delivery: ['direct'], peers: ['no'], backup: [], 'ftp-mode': ['passive'] } },
      'The question "weather" is not in this dataset: its answer is left out.',
    ],
    [
      { answers: { delivery: ['pigeon'] } },
      { answers: { delivery: ['direct'], peers: ['no'], backup: [], 'ftp-mode': ['passive'] } },
      '"How does mail leave?" has other answers in this dataset: look at yours.',
    ],
    [
      { answers: { delivery: ['direct', 'relay'] } },
      { answers: { delivery: ['direct'], peers: ['no'], backup: [], 'ftp-mode': ['passive'] } },
      '"How does mail leave?" has other answers in this dataset: look at yours.',
    ],
    [
      { answers: { backup: ['ftp', 'scp'] } },
      { answers: { delivery: ['direct'], peers: ['no'], backup: ['ftp'], 'ftp-mode': ['passive'] } },
      '"How do backups travel?" has other answers in this dataset: look at yours.',
    ],
  ])('loses what this dataset does not have, and says so: %j', (change, state, note) => {
    const result = fitted(change);
    expect(result.state).toEqual({ ...typedState(change), ...state });
    expect(result.notes).toContain(note);
  });
});
