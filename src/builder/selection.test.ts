import { describe, expect, it } from 'vitest';
import { dataset } from './example-state.ts';
import {
  broughtBy,
  broughtWords,
  defaultAnswers,
  isAsked,
  partiesOf,
  placeOf,
  presetAnswers,
  presetOf,
  questionGroups,
  rulable,
  selectFlows,
} from './selection.ts';

const release = '1.1.0';
const edge = { vantage: 'edge', placed: {} } as const;
const answers = defaultAnswers(dataset);
const select = (change: Record<string, string[]> = {}, everything = false) =>
  selectFlows(dataset, { release, answers: { ...answers, ...change }, everything });
const ids = (flows: readonly { flow: { id: string } }[]): string[] => flows.map(({ flow }) => flow.id);

describe('a selection', () => {
  it('has the flows of every gateway, and those that the answers ask for', () => {
    expect(ids(select())).toEqual([
      'smtp-inbound',
      'smtp-direct',
      'dns-queries',
      'updates',
      'certificate-status',
      'snmp-polling',
      'unresolved-https',
    ]);
    expect(ids(select({ delivery: ['relay'], peers: ['yes'] }))).toEqual([
      'smtp-inbound',
      'smtp-relay',
      'dns-queries',
      'peer-sync-out',
      'peer-sync-in',
      'updates',
      'certificate-status',
      'snmp-polling',
      'unresolved-https',
    ]);
  });

  it('wants all questions to hold', () => {
    expect(ids(select({ 'ftp-mode': ['active'] }))).not.toContain('backup-ftp-data');
    expect(ids(select({ 'ftp-mode': ['active'], backup: ['ftp'] }))).toContain('backup-ftp-data');
  });

  it('is everything, whatever the answers', () => {
    expect(ids(select({}, true))).toEqual(dataset.features.flatMap(({ flows }) => flows.map(({ id }) => id)));
  });

  it('is made of the flows of a release once', () => {
    expect(select()[0]).toBe(select()[0]);
  });
});

describe('a preset', () => {
  it('is answers, and the default of every other question', () => {
    expect(presetAnswers(dataset, 'relayed')).toEqual({ ...answers, delivery: ['relay'] });
    expect(() => presetAnswers(dataset, 'other')).toThrow('there is no preset "other"');
  });

  it('is known again by its answers, in whatever order', () => {
    expect(presetOf(dataset, answers)).toBe('plain');
    expect(presetOf(dataset, { ...answers, delivery: ['relay'] })).toBe('relayed');
    expect(presetOf(dataset, { ...answers, delivery: ['relay'], peers: ['yes'] })).toBeUndefined();
  });
});

describe('a question', () => {
  it('stands in the group of the features that it decides on', () => {
    const groups = questionGroups(dataset).map(({ group, features, questions }) => [
      group.id,
      features.map(({ id }) => id),
      questions.map(({ question, others }) => [question.id, ...others.map(({ id }) => id)]),
    ]);
    expect(groups).toEqual([
      ['mail', ['smtp'], [['delivery'], ['peers']]],
      ['upkeep', ['upkeep'], [['backup'], ['ftp-mode']]],
    ]);
  });

  it('of several groups stands in the first, which names the features of the others', () => {
    const shared = {
      ...dataset,
      features: dataset.features.map((feature) =>
        feature.id === 'upkeep' ? { ...feature, flows: feature.flows.map((flow) => ({ ...flow, when: { peers: ['yes'] } })) } : feature,
      ),
    };
    const [mail] = questionGroups(shared);
    expect(mail?.questions.find(({ question }) => question.id === 'peers')?.others.map(({ id }) => id)).toEqual(['upkeep']);
  });

  it('is asked only where it decides something', () => {
    const asked = (id: string, change = {}) => isAsked(dataset, { release, answers: { ...answers, ...change } }, id);
    expect(asked('delivery')).toBe(true);
    expect(asked('ftp-mode')).toBe(false);
    expect(asked('ftp-mode', { backup: ['ftp'] })).toBe(true);
  });

  it('says what each answer brings', () => {
    const brought = (question: string, answer: string, change = {}) =>
      ids(broughtBy(dataset, { release, answers: { ...answers, ...change } }, question, answer));
    expect(brought('delivery', 'relay')).toEqual(['smtp-relay']);
    expect(brought('peers', 'yes')).toEqual(['peer-sync-out', 'peer-sync-in']);
    expect(brought('peers', 'no')).toEqual([]);
    expect(brought('backup', 'ftp')).toEqual(['backup-ftp']);
    expect(brought('backup', 'ftp', { 'ftp-mode': ['active'] })).toEqual(['backup-ftp', 'backup-ftp-data']);
  });

  it('says it in words, and what the release does not have', () => {
    const words = (question: string, answer: string, of = release) => broughtWords(dataset, { release: of, answers }, question, answer);
    expect(words('delivery', 'relay')).toBe('Delivery through a relay TCP 25');
    expect(words('peers', 'yes')).toBe('Data to peers UDP 17777, Data from peers UDP 17777');
    expect(words('peers', 'no')).toBe('');
    expect(words('peers', 'yes', '1.0.0')).toBe('Data to peers: unknown in 1.0.0, Data from peers: unknown in 1.0.0');
  });
});

describe('the parties', () => {
  const needed = (flows: ReturnType<typeof select>, place: Parameters<typeof partiesOf>[2] = edge) =>
    partiesOf(dataset, flows, place).map(({ party, flows: own }) => [party.id, ...ids(own)]);

  it('are those that the rules need, each with what for', () => {
    expect(needed(select())).toEqual([
      ['gateway', 'smtp-inbound', 'smtp-direct', 'dns-queries', 'updates', 'snmp-polling'],
      ['internet-mail-servers', 'smtp-inbound', 'smtp-direct'],
      ['dns-resolvers', 'dns-queries'],
      ['update-servers', 'updates'],
      ['snmp-managers', 'snmp-polling'],
    ]);
  });

  it('are those on both sides of this firewall', () => {
    expect(needed(select(), { vantage: 'inner', placed: {} }).map(([id]) => id)).toEqual(['gateway', 'dns-resolvers', 'snmp-managers']);
  });

  it('are still asked for where they have been placed on the gateway’s side, or nobody could place them back', () => {
    expect(needed(select(), { vantage: 'edge', placed: { 'dns-resolvers': 'dmz' } })).toContainEqual(['dns-resolvers']);
  });

  it('stand where the dataset says, or where they are placed', () => {
    const [gateway] = dataset.parties;
    if (!gateway) throw new Error('there is no party');
    expect([placeOf(gateway, {}), placeOf(gateway, { gateway: 'lan' })]).toEqual(['dmz', 'lan']);
  });

  it('are asked for nothing that a rule is never made of', () => {
    expect(ids(rulable(select({ backup: ['ftp'], 'ftp-mode': ['active'] }), edge))).not.toContain('backup-ftp-data');
    expect(ids(rulable(select(), edge))).not.toContain('unresolved-https');
  });
});
