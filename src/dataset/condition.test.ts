import { expect, it } from 'vitest';
import { conditionOf } from './condition.ts';
import { exampleDataset } from './example.ts';

const { questions } = exampleDataset();
const when = (answers: Record<string, string[]>) => conditionOf({ when: answers }, questions);

it('says nothing of a flow that every gateway needs', () => {
  expect(conditionOf({ when: undefined }, questions)).toBeNull();
  expect(when({})).toBeNull();
});

it('says one answer as its clause', () => {
  expect(when({ delivery: ['relay'] })).toBe('mail leaves through a relay host');
});

it('joins several answers of one question by or, and says once what they share', () => {
  expect(when({ 'ftp-mode': ['passive', 'active'] })).toBe('FTP is passive or active');
});

it('says once what answers begin and end with, and keeps answers apart that share nothing', () => {
  const answers = (...clauses: string[]) => [
    {
      id: 'q',
      ask: 'Which?',
      choose: 'any' as const,
      default: [],
      answers: clauses.map((clause, at) => ({ id: `a${at}`, label: clause, clause })),
    },
  ];
  const joined = (...clauses: string[]) => conditionOf({ when: { q: clauses.map((_, at) => `a${at}`) } }, answers(...clauses));
  expect(joined('PMM runs in Digest mode', 'PMM runs in Lite mode', 'PMM runs in Full mode')).toBe('PMM runs in Digest, Lite or Full mode');
  expect(joined('mail is relayed', 'peers share data')).toBe('mail is relayed or peers share data');
  expect(joined('keys come by LDAP', 'keys come by LDAP over TLS')).toBe('keys come by LDAP or LDAP over TLS');
});

it('joins several questions by and, in the order of the flow', () => {
  expect(when({ backup: ['ftp'], 'ftp-mode': ['active'] })).toBe('backups travel by FTP, and FTP is active');
  expect(when({ 'ftp-mode': ['active'], backup: ['ftp'] })).toBe('FTP is active, and backups travel by FTP');
});

it('keeps the answers of a question together beside another question', () => {
  expect(when({ 'ftp-mode': ['passive', 'active'], peers: ['yes'] })).toBe('FTP is passive or active, and peer gateways share data');
});

it('throws at a question or an answer that does not exist', () => {
  expect(() => when({ weather: ['fine'] })).toThrow('no "weather" among delivery, peers, backup, ftp-mode');
  expect(() => when({ delivery: ['pigeon'] })).toThrow('no "pigeon" among direct, relay');
});
