import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const parties = 'src/data/parties.yaml';
const questions = 'src/data/questions.yaml';
const product = 'src/data/product.yaml';
const retired = 'src/data/retired.yaml';
const glossary = 'src/data/glossary.yaml';
const changes = 'src/data/changes.yaml';
const pins = 'src/data/pins.yaml';

describe('identifiers', () => {
  it('refuses a flow id that another feature has', () => {
    expect(
      reportAfter([
        upkeep,
        '    unresolved: true\n',
        '    unresolved: true\n  - { id: smtp-inbound, title: X, purpose: X, from: snmp-managers, to: gateway, transport: [udp], port: 161, application: snmp }\n',
      ]),
    ).toEqual([
      'src/data/features/upkeep.yaml:64:11  flow "smtp-inbound" is already there, in src/data/features/smtp.yaml: name it otherwise, or keep one of the two',
    ]);
  });

  it('refuses a party, a question and an answer twice', () => {
    expect(
      reportAfter(
        [parties, 'parties:\n', 'parties:\n  - { id: gateway, name: X, zone: dmz, reach: typed, hint: X }\n'],
        [
          questions,
          'questions:\n',
          'questions:\n  - { id: peers, ask: X, choose: any, default: [], answers: [{ id: "yes", label: X, clause: x }, { id: "yes", label: X, clause: x }] }\n',
        ],
      ),
    ).toEqual([
      'src/data/parties.yaml:3:11  party "gateway" is already there, above: name it otherwise, or keep one of the two',
      'src/data/questions.yaml:2:104  answer "yes" of "peers" is already there, above: name it otherwise, or keep one of the two',
      'src/data/questions.yaml:10:9  question "peers" is already there, above: name it otherwise, or keep one of the two',
    ]);
  });

  it('refuses a group, a retired flow and a term twice', () => {
    expect(
      reportAfter(
        [product, 'id: upkeep', 'id: mail'],
        [upkeep, 'group: upkeep', 'group: mail'],
        [retired, 'retired:\n', 'retired:\n  - { id: smtp-legacy, since: "2026.02.01", reason: Twice. }\n'],
        [glossary, 'terms:\n', 'terms:\n  - { id: ftp, term: FTP, definition: Twice. }\n'],
      ),
    ).toEqual([
      'src/data/glossary.yaml:3:9  term "ftp" is already there, above: name it otherwise, or keep one of the two',
      'src/data/product.yaml:8:11  group "mail" is already there, above: name it otherwise, or keep one of the two',
      'src/data/retired.yaml:3:11  retired flow "smtp-legacy" is already there, above: name it otherwise, or keep one of the two',
    ]);
  });

  it('refuses a second pin of one flow over one transport', () => {
    expect(reportAfter([pins, 'flow: peer-sync-in,', 'flow: peer-sync-out,'])).toEqual([
      'src/data/pins.yaml:3:13  pin "peer-sync-out over udp" is already there, above: name it otherwise, or keep one of the two',
    ]);
  });

  it('refuses a change that is told twice', () => {
    expect(reportAfter([changes, 'changes:\n', 'changes:\n  - { dataset: "2026.02.01", title: SNMP, reason: Again. }\n'])).toEqual([
      'src/data/changes.yaml:3:37  change "2026.02.01 SNMP" is already there, above: name it otherwise, or keep one of the two',
    ]);
  });
});
