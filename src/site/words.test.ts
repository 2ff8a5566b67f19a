import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import type { Status } from '#dataset/status.ts';
import { count, directionWord, neededWords, printedWords, statusWord, statusWords, transportWords, zoneWords } from './words.ts';

const words = (status: Status, more = {}) =>
  statusWords(exampleDataset(), { status, carriedFrom: null, goneIn: '2.0.0', lastPrinted: '1.1.0', release: '2.0.0', ...more });

it.each<[Status, object, string]>([
  ['printed', {}, 'The table of 2.0.0 prints it.'],
  ['carried', { carriedFrom: '1.1.0' }, 'The copy of 2.0.0 ends before its place; 1.1.0 printed it, so it is carried forward.'],
  ['unresolved', {}, 'The source breaks off before it says what this is for.'],
  [
    'unresolved',
    { carriedFrom: '1.1.0' },
    'The source breaks off before it says what this is for, in 1.1.0; the copy of 2.0.0 ends before its place.',
  ],
  [
    'gone',
    { goneIn: '1.0.0', lastPrinted: '0.9.0' },
    "The copy of 2.0.0 ends before its place; the part of 1.0.0's table that was read no longer printed it, and 0.9.0 was the last to do so.",
  ],
  ['gone', {}, "The part of 2.0.0's table that was read no longer prints it; 1.1.0 was the last to do so."],
  [
    'gone',
    { release: '1.1.0', goneIn: '1.1.0', lastPrinted: '1.0.0' },
    'The table of 1.1.0 no longer prints it; 1.0.0 was the last to do so.',
  ],
  ['unknown', {}, 'The copy of 2.0.0 ends before its place, and no earlier release decides: it may or may not be needed.'],
  ['unprinted', {}, 'The table of 2.0.0 was read past its place and does not print it.'],
])('says what the status "%s" rests on %o', (status, more, sentence) => {
  expect(words(status, more)).toEqual({ word: statusWord(status), sentence });
});

it('has one word for each status', () => {
  const statuses: Status[] = ['printed', 'carried', 'unresolved', 'gone', 'unknown', 'unprinted'];
  expect(statuses.map(statusWord)).toEqual(['printed', 'carried', 'unresolved', 'gone', 'unknown', 'not printed']);
});

it('says when a flow is needed, and of an unresolved one that nobody knows', () => {
  const needed = (condition: string | null, unresolved = false) => neededWords({ condition, flow: { unresolved } });
  expect(needed(null)).toBe('on every gateway');
  expect(needed('FTP is passive')).toBe('when FTP is passive');
  expect(needed(null, true)).toBe('not known');
});

it('says what a row prints, and that its direction is lost where it is', () => {
  const row = { row: 24, port: '161', protocol: 'UDP', direction: 'Out', cut: true, restored: undefined, departs: true } as const;
  expect(printedWords(row, '5.1.0')).toBe('Row 24 of 5.1.0 prints 161 UDP, Out.');
  expect(printedWords({ ...row, direction: null }, '5.1.0')).toBe('Row 24 of 5.1.0 prints 161 UDP, and breaks off before the direction.');
});

it('reads transports, directions, zones and counts aloud', () => {
  expect(transportWords(['udp', 'tcp'])).toBe('UDP and TCP');
  expect(transportWords(['tcp'])).toBe('TCP');
  expect([directionWord('in'), directionWord('out')]).toEqual(['inbound', 'outbound']);
  expect(Object.keys(zoneWords).sort()).toEqual(['dmz', 'internet', 'lan', 'management', 'peers']);
  expect([count(0, 'flow'), count(1, 'flow'), count(2, 'flow')]).toEqual(['0 flows', '1 flow', '2 flows']);
});
