import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { reportAfter } from './example.ts';
import { formatProblem } from './problem.ts';
import { featureFile } from './schema.ts';
import { readAs } from './schema-problem.ts';
import { parseSource } from './source.ts';

const product = 'src/data/product.yaml';
const parties = 'src/data/parties.yaml';
const questions = 'src/data/questions.yaml';
const smtp = 'src/data/features/smtp.yaml';
const upkeep = 'src/data/features/upkeep.yaml';
const first = 'src/data/releases/1.0.0.yaml';
const whole = 'src/data/releases/1.1.0.yaml';
const newest = 'src/data/releases/2.0.0.yaml';
const changes = 'src/data/changes.yaml';
const pins = 'src/data/pins.yaml';
const glossary = 'src/data/glossary.yaml';

/** What the gate says of one edit, without the reports of other files that follow. */
const say = (file: string, from: string, to: string) => reportAfter([file, from, to]).filter((line) => line.startsWith(file));

describe('keys', () => {
  it('refuses an unknown key at the key, and offers the near one', () => {
    expect(say(upkeep, 'configurable: true', 'configureable: true')).toEqual([
      'src/data/features/upkeep.yaml:14:5  unknown key "configureable" of "backup-ftp": did you mean "configurable"? Otherwise take it out; known here: id, title, purpose, from, to, transport, port, sourcePort, via, application, when, configurable, dataChannel, tlsInspection, addsEnd, unresolved, reading, doubts',
    ]);
    expect(say(parties, 'reach: hosts,', 'reach: hosts, notes: x,')).toEqual([
      'src/data/parties.yaml:8:79  unknown key "notes" of "update-servers": take it out; known here: id, name, zone, reach, hint',
    ]);
    expect(say(upkeep, 'group: upkeep', 'group: upkeep\nother: 1\nfurther: 2')).toEqual([
      'src/data/features/upkeep.yaml:4:1  unknown key "other": take it out; known here: title, summary, group, also, mentions, flows',
      'src/data/features/upkeep.yaml:5:1  unknown key "further": take it out; known here: title, summary, group, also, mentions, flows',
    ]);
    expect(say(first, 'hostList: complete', 'hostList: complete\n        host: x')).toEqual([
      'src/data/releases/1.0.0.yaml:23:9  unknown key "host" of "updates" of row 7: did you mean "hosts"? Otherwise take it out; known here: hosts, hostList, doubtful',
    ]);
  });

  it('names the record that lacks a key', () => {
    expect(say(upkeep, 'transport: [udp]\n    port: 161', 'port: 161')).toEqual([
      'src/data/features/upkeep.yaml:46:5  "transport" of "snmp-polling" is missing: add it',
    ]);
    expect(say(upkeep, '    port: 161\n', '')).toEqual(['src/data/features/upkeep.yaml:46:5  "port" of "snmp-polling" is missing: add it']);
    expect(say(newest, 'says: certificates, ', '')).toEqual(['src/data/releases/2.0.0.yaml:10:5  "says" of row 5 is missing: add it']);
    expect(say(upkeep, 'summary: Backups, updates, monitoring.\n', '')).toEqual([
      'src/data/features/upkeep.yaml:1:1  "summary" is missing: add it (One sentence: what it is for)',
    ]);
  });

  it('refuses a key that stands twice', () => {
    expect(say(upkeep, 'port: 161\n', 'port: 161\n    port: 162\n')).toEqual([
      'src/data/features/upkeep.yaml:53:5  key "port" stands twice: keep one of them',
    ]);
  });
});

describe('values', () => {
  it.each([
    ['0', '"port" 0'],
    ['65536', '"port" 65536'],
    ['-1', '"port" -1'],
    ['25*', '"port" "25*"'],
    ['"25, 26"', '"port" "25, 26"'],
    ['025-26', '"port" "025-26"'],
    ['1.5', '"port" 1.5'],
    ['[25]', '"port"'],
    ['smtp', '"port" "smtp"'],
    ['', '"port"'],
  ])('refuses the port %j', (port, subject) => {
    expect(say(upkeep, 'port: 161', `port: ${port}`)).toEqual([
      `src/data/features/upkeep.yaml:52:11  ${subject} of "snmp-polling" is not a port: write a number from 1 to 65535, or a range as "from-to"`,
    ]);
  });

  it('refuses a reversed range', () => {
    expect(say(upkeep, '1024-65535', '65535-1024')).toEqual([
      'src/data/features/upkeep.yaml:24:11  "port" "65535-1024" of "backup-ftp-data" is a reversed range: write 1024-65535',
    ]);
    expect(say(upkeep, '1024-65535', '1024-65536')).toEqual([
      'src/data/features/upkeep.yaml:24:11  "port" "1024-65536" of "backup-ftp-data" is not a port: write a number from 1 to 65535, or a range as "from-to"',
    ]);
    expect(say(upkeep, '1024-65535', '1024-2048-65535')).toEqual([
      'src/data/features/upkeep.yaml:24:11  "port" "1024-2048-65535" of "backup-ftp-data" is not a port: write a number from 1 to 65535, or a range as "from-to"',
    ]);
  });

  it('refuses the printed port with its footnote', () => {
    expect(say(first, '"25", mark: "*"', '"25*"')).toEqual([
      'src/data/releases/1.0.0.yaml:11:21  "port" "25*" of row 4 is not a bare port number: put a footnote sign under "mark"',
    ]);
    expect(say(first, '"25", mark: "*"', '"70000"')).toEqual([
      'src/data/releases/1.0.0.yaml:11:21  "port" "70000" of row 4 is not a port: write a number from 1 to 65535',
    ]);
    expect(say(first, '"25", mark: "*"', '25')).toEqual([
      'src/data/releases/1.0.0.yaml:11:21  "port" 25 of row 4 is not text: put it in quotes',
    ]);
  });

  it('refuses a value outside a set', () => {
    expect(say(upkeep, 'transport: [udp]', 'transport: [upd]')).toEqual([
      'src/data/features/upkeep.yaml:51:17  "upd" in "transport" of "snmp-polling" is not one of its values: write "tcp" or "udp"',
    ]);
    expect(say(newest, 'direction: In/Out', 'direction: both')).toEqual([
      'src/data/releases/2.0.0.yaml:6:71  "direction" "both" of row 1 is not one of its values: write "In" or "Out" or "In/Out"',
    ]);
    expect(say(upkeep, 'dataChannel: helper', 'dataChannel: passive')).toEqual([
      'src/data/features/upkeep.yaml:15:18  "dataChannel" "passive" of "backup-ftp" is not one of its values: write "helper" or "passive-range"',
    ]);
  });

  it('refuses a value of another type', () => {
    expect(say(upkeep, 'title: Updates', 'title: 12')).toEqual([
      'src/data/features/upkeep.yaml:31:12  "title" 12 of "updates" is not text: put it in quotes',
    ]);
    expect(say(upkeep, 'configurable: true', 'configurable: "yes"')).toEqual([
      'src/data/features/upkeep.yaml:14:19  "configurable" "yes" of "backup-ftp" is neither true nor false: write one of them, without quotes',
    ]);
    expect(say(upkeep, 'transport: [udp]', 'transport: udp')).toEqual([
      'src/data/features/upkeep.yaml:51:16  "transport" "udp" of "snmp-polling" is not a list: write [one, two], or each member on a line of its own after "- "',
    ]);
    expect(say(upkeep, 'when: { backup: [ftp] }', 'when: [backup]')).toEqual([
      'src/data/features/upkeep.yaml:13:11  "when" of "backup-ftp" is not a block of keys: write "key: value" lines below it',
    ]);
    expect(say(newest, 'row: 4', 'row: four')).toEqual([
      'src/data/releases/2.0.0.yaml:9:12  "row" "four" is not a number: write digits, without quotes',
    ]);
    expect(say(newest, 'row: 4', 'row: 0')).toEqual(['src/data/releases/2.0.0.yaml:9:12  "row" 0 is too small: write 1 or more']);
    expect(say(newest, 'release: "2.0.0"', 'release: 2.0')).toEqual([
      'src/data/releases/2.0.0.yaml:1:10  "release" 2 is not text: put it in quotes',
    ]);
    expect(say(newest, 'flows: [dns-queries]', 'flows: dns-queries')).toEqual([
      'src/data/releases/2.0.0.yaml:9:100  "flows" "dns-queries" of row 4 is not a list of flow ids: write [one, two], or each id with its hosts below it',
    ]);
    expect(
      say(whole, 'updates:\n        hosts: [one.updates.example.net]\n        hostList: cut', 'updates: one.updates.example.net'),
    ).toEqual([
      'src/data/releases/1.1.0.yaml:24:16  "updates" "one.updates.example.net" of row 6 is neither empty nor a block: write "hosts" and "hostList" below it',
    ]);
  });

  it('refuses text that is empty or broken', () => {
    expect(say(upkeep, 'title: Updates', 'title: " "')).toEqual([
      'src/data/features/upkeep.yaml:31:12  "title" " " of "updates" is empty: write it out',
    ]);
    expect(say(upkeep, 'title: Updates', 'title:')).toEqual([
      'src/data/features/upkeep.yaml:31:11  "title" of "updates" is empty: give it a value',
    ]);
    expect(say(upkeep, 'title: Updates', 'title: "one\\ntwo"')).toEqual([
      'src/data/features/upkeep.yaml:31:12  "title" "one\\ntwo" of "updates" has a line break: fold the text with ">" or keep it on one line',
    ]);
    expect(say(newest, 'says: certificates', "says: ''")).toEqual([
      'src/data/releases/2.0.0.yaml:10:83  "says" "" of row 5 is empty: write it out',
    ]);
  });

  it('refuses an id that is not in kebab-case', () => {
    expect(say(upkeep, 'id: updates', 'id: Updates_1')).toEqual([
      'src/data/features/upkeep.yaml:30:9  "id" "Updates_1" is not an id: write lower-case words joined by hyphens',
    ]);
    expect(say(upkeep, 'id: updates', 'id: constructor')).toEqual([
      'src/data/features/upkeep.yaml:30:9  "id" "constructor" means something to JavaScript already: choose another id',
    ]);
    expect(say(newest, 'flows: [dns-queries]', 'flows: [DNS]')).toEqual([
      'src/data/releases/2.0.0.yaml:9:101  "DNS" in "flows" of row 4 is not an id: write lower-case words joined by hyphens',
    ]);
    expect(say(upkeep, 'when: { backup: [ftp] }', 'when: { Backup: [ftp] }')).toEqual([
      'src/data/features/upkeep.yaml:13:13  "Backup" of "backup-ftp" is not an id: write lower-case words joined by hyphens',
    ]);
  });

  it('refuses addresses, versions and releases in another form', () => {
    expect(say(newest, 'url: https://docs.example.net/2.0/ports', 'url: docs.example.net')).toEqual([
      'src/data/releases/2.0.0.yaml:3:48  "url" "docs.example.net" is not an address: write it in full, beginning with https://',
    ]);
    expect(say(changes, '"2026.01.01"', '"2026-01-01"')).toEqual([
      'src/data/changes.yaml:3:16  "dataset" "2026-01-01" is not a dataset version: write the day in quotes, as "YYYY.MM.DD"',
    ]);
    expect(say(changes, '"2026.01.01"', '"2026.13.01"')).toEqual([
      'src/data/changes.yaml:3:16  "dataset" "2026.13.01" is no day of the calendar: correct it',
    ]);
    expect(say(newest, '"2.0.0"', '"2.0"')).toEqual([
      'src/data/releases/2.0.0.yaml:1:10  "release" "2.0" is not a release number: write it in quotes, as "major.minor.patch"',
    ]);
  });

  describe('addresses of the site and the repository', () => {
    const add = (line: string) => say(product, 'dataset: "2026.02.01"', `dataset: "2026.02.01"\n${line}`);

    it.each([
      'site: https://ports.example.net',
      'site: https://ports.example.net:8443',
      'repository: https://git.example.net',
      'repository: https://git.example.net/lighthouse/ports',
    ])('takes %s', (line) => {
      expect(add(line)).toEqual([]);
    });

    it.each([
      'http://ports.example.net',
      'ftp://ports.example.net',
      'ports.example.net',
      'git@git.example.net:ports',
      '//ports.example.net',
      'https://',
    ])('refuses %s, which is not https', (address) => {
      for (const key of ['site', 'repository']) {
        expect(add(`${key}: "${address}"`)).toEqual([
          `src/data/product.yaml:6:${key.length + 3}  "${key}" ${JSON.stringify(address)} is not an https address: write it in full, beginning with https://`,
        ]);
      }
    });

    it.each(['/', '/lighthouse', '/lighthouse/', '?a', '#a', ':443'])('refuses a site with %s, and says what is left', (rest) => {
      expect(add(`site: "https://ports.example.net${rest}"`)).toEqual([
        `src/data/product.yaml:6:7  "site" "https://ports.example.net${rest}" is more than an origin: write https://ports.example.net, and set the base path apart`,
      ]);
    });

    it('refuses a repository that no path can be added to', () => {
      expect(add('repository: https://git.example.net/ports/')).toEqual([
        'src/data/product.yaml:6:13  "repository" "https://git.example.net/ports/" ends in a slash: leave it out',
      ]);
      expect(add('repository: https://git.example.net/ports?tab=1')).toEqual([
        'src/data/product.yaml:6:13  "repository" "https://git.example.net/ports?tab=1" has a query or an anchor: leave it out',
      ]);
    });
  });

  it('refuses members that stand twice, and lists without members', () => {
    expect(say(upkeep, 'transport: [udp]', 'transport: [udp, udp]')).toEqual([
      'src/data/features/upkeep.yaml:51:22  "udp" in "transport" of "snmp-polling" stands twice: keep one',
    ]);
    expect(say(upkeep, 'transport: [udp]', 'transport: []')).toEqual([
      'src/data/features/upkeep.yaml:51:16  "transport" of "snmp-polling" is empty: give at least one',
    ]);
    expect(say(upkeep, 'when: { backup: [ftp] }', 'when: { backup: [ftp, ftp] }')).toEqual([
      'src/data/features/upkeep.yaml:13:27  "ftp" in "backup" of "backup-ftp" stands twice: keep one',
    ]);
    expect(say(newest, 'flows: [dns-queries]', 'flows: [dns-queries, dns-queries]')).toEqual([
      'src/data/releases/2.0.0.yaml:9:114  "dns-queries" in "flows" of row 4 stands twice: keep one',
    ]);
  });
});

describe('hosts', () => {
  const notAName = 'is not a host name: write labels of letters, digits and hyphens joined by dots, ending in a domain';

  it.each([
    ['http://one.example.net', 'has a scheme: write the bare name'],
    ['one.example.net/path', 'has a slash: write the bare name, without a path'],
    ['One.example.net', 'has upper case: write "one.example.net"'],
    ['one.example.net.', 'ends in a dot: leave it out'],
    ['one.example.net. two.example.net', 'is more than one name: write an entry for each'],
    ['one.example.net,two.example.net', 'is more than one name: write an entry for each'],
    ['', 'is empty: write a name, or leave the entry out'],
    ['f*.example.net', 'has a wildcard that is not a whole leading label: write "*.example.net"'],
    ['*', 'has a wildcard that is not a whole leading label: write "*.example.net"'],
    ['a.*.example.net', 'has a wildcard that is not a whole leading label: write "*.example.net"'],
    ['localhost', notAName],
    ['one..example.net', notAName],
    ['-one.example.net', notAName],
    ['192.0.2.1', notAName],
  ])('refuses the host %j', (host, message) => {
    expect(say(first, 'one.updates.example.net', JSON.stringify(host))).toEqual([
      `src/data/releases/1.0.0.yaml:21:17  ${JSON.stringify(host)} in "hosts" of "updates" of row 7 ${message}`,
    ]);
  });

  it('refuses a host twice', () => {
    expect(say(first, 'two.updates.example.net', 'one.updates.example.net')).toEqual([
      'src/data/releases/1.0.0.yaml:21:42  "one.updates.example.net" in "hosts" of "updates" of row 7 stands twice: keep one',
    ]);
  });

  it('refuses a list that is called what it is not', () => {
    expect(say(first, '\n        hostList: complete', '')).toEqual([
      'src/data/releases/1.0.0.yaml:21:9  "hostList" of "updates" of row 7 says "none-printed", yet hosts are listed: write "complete" or "cut"',
    ]);
    expect(say(first, 'hosts: [one.updates.example.net, two.updates.example.net, "*.mirror.example.net"]', 'hosts: []')).toEqual([
      'src/data/releases/1.0.0.yaml:22:19  "hostList" "complete" of "updates" of row 7 says "complete", yet no host is listed: write "none-printed" or "cut"',
    ]);
    expect(say(first, 'hostList: complete', 'hostList: complete\n        doubtful: [three.updates.example.net]')).toEqual([
      'src/data/releases/1.0.0.yaml:23:20  "three.updates.example.net" in "doubtful" of "updates" of row 7 is not among the hosts: write it as it stands there, or take it out',
    ]);
    expect(say(first, 'hostList: complete', 'hostList: cut')).toEqual([
      'src/data/releases/1.0.0.yaml:22:19  "hostList" "cut" of "updates" of row 7 is cut, yet the row is whole: write "cut: true" on the row',
    ]);
  });
});

describe('records', () => {
  it('refuses a question whose default it does not offer', () => {
    expect(say(questions, 'default: [direct]', 'default: [drect]')).toEqual([
      'src/data/questions.yaml:5:15  "drect" in "default" of "delivery" is no answer of the question: write one of direct, relay',
    ]);
    expect(say(questions, 'default: [direct]', 'default: []')).toEqual([
      'src/data/questions.yaml:5:14  "default" of "delivery" must hold exactly one answer: "choose" is one',
    ]);
    expect(say(questions, 'default: [direct]', 'default: [direct, relay]')).toEqual([
      'src/data/questions.yaml:5:14  "default" of "delivery" must hold exactly one answer: "choose" is one',
    ]);
    expect(say(questions, 'default: []', 'default: [ftp, ftp]')).toEqual([
      'src/data/questions.yaml:19:20  "ftp" in "default" of "backup" stands twice: keep one',
    ]);
  });

  it('refuses a data connection without its source port', () => {
    expect(say(upkeep, '    sourcePort: 20\n', '')).toEqual([
      'src/data/features/upkeep.yaml:25:10  "via" "backup-ftp" of "backup-ftp-data" needs a "sourcePort": the helper knows the data connection by it',
    ]);
  });

  it('refuses a range from a fixed source port without its control flow', () => {
    expect(say(upkeep, '    via: backup-ftp\n', '')).toEqual([
      'src/data/features/upkeep.yaml:25:17  "sourcePort" 20 of "backup-ftp-data" needs a "via": without a control flow, a rule would open the whole range of ports',
    ]);
  });

  it('refuses an added end without a reading', () => {
    expect(say(smtp, '    reading: The row names no relay host, yet mail may leave through one.\n', '')).toEqual([
      'src/data/features/smtp.yaml:34:14  "addsEnd" true of "smtp-relay" needs a "reading": say why an end that no row prints is here',
    ]);
  });

  it('refuses lost text in a row that is not cut', () => {
    expect(say(newest, 'says: certificates', 'says: null')).toEqual([
      'src/data/releases/2.0.0.yaml:10:83  "says" of row 5 is lost: write "cut: true", since a whole row prints it',
    ]);
    expect(say(newest, 'direction: In, ', 'direction: null, ')).toEqual([
      'src/data/releases/2.0.0.yaml:7:72  "direction" of row 2 is lost: write "cut: true", since a whole row prints it',
    ]);
    expect(say(whole, '    cut: true\n    restored: { from: "1.0.0", row: 7', '    restored: { from: "1.0.0", row: 7')).toEqual([
      'src/data/releases/1.1.0.yaml:26:19  "hostList" "cut" of "updates" of row 6 is cut, yet the row is whole: write "cut: true" on the row',
      'src/data/releases/1.1.0.yaml:27:15  "restored" of row 6 belongs to a cut row: write "cut: true", or take it out',
    ]);
  });

  it('refuses a condition of a flow that the row does not support, or of none', () => {
    const condition = 'condition: a server beyond the firewall, flows: [backup-ftp]';
    const told = (flows: string) => say(whole, condition, condition.replace('flows:', `conditionFlows: ${flows}, flows:`));
    expect(told('[backup-ftp]')).toEqual([]);
    expect(told('[updates]')).toEqual([
      'src/data/releases/1.1.0.yaml:7:133  "updates" in "conditionFlows" of row 2 is no flow of this row: write one of its "flows"',
    ]);
    expect(told('[backup-ftp, backup-ftp]')).toHaveLength(1);
    expect(told('[]')).toHaveLength(1);
    expect(say(whole, condition, 'conditionFlows: [backup-ftp], flows: [backup-ftp]')).toEqual([
      'src/data/releases/1.1.0.yaml:7:91  "conditionFlows" of row 2 has no "condition": write it, or take this out',
    ]);
  });

  it('refuses a language that is none', () => {
    const url = 'url: https://docs.example.net/1.0/ports';
    expect(say(first, url, `${url}, language: ja`)).toEqual([]);
    expect(say(first, url, `${url}, language: Japanese`)).toEqual([
      'src/data/releases/1.0.0.yaml:3:94  "language" "Japanese" is not a language: write two lower-case letters, as "en"',
    ]);
  });

  it('refuses a table that was read to its end and not whole', () => {
    expect(say(whole, 'whole: true', 'whole: false')).toEqual([
      'src/data/releases/1.1.0.yaml:4:43  "end" true needs "whole: true": a table read to its end was read whole',
    ]);
  });

  it('refuses a pin and a mention of no port', () => {
    expect(say(pins, 'port: 17777, reason: Peers', 'port: 0, reason: Peers')).toEqual([
      'src/data/pins.yaml:2:50  "port" 0 of "peer-sync-out" is not a port: write a number from 1 to 65535',
    ]);
    expect(say(glossary, '"990":', '"990-991":')).toEqual([
      'src/data/glossary.yaml:7:17  "990-991" of "ftp" is not a port: write a number from 1 to 65535',
    ]);
  });
});

describe('whole files', () => {
  const report = (schema: z.ZodType, text: string) => {
    const read = readAs(schema, parseSource('a.yaml', text));
    return 'problems' in read ? read.problems.map(formatProblem) : [];
  };

  it('refuses a file of another shape', () => {
    expect(report(featureFile, '')).toEqual(['a.yaml:1:1  the file is empty: fill it, or remove it']);
    expect(report(featureFile, '# only a comment\n')).toEqual(['a.yaml:1:1  the file is empty: fill it, or remove it']);
    expect(report(featureFile, '- one\n')).toEqual(['a.yaml:1:1  the file is not a block of keys: write "key: value" lines below it']);
    expect(report(featureFile, 'title: x\nsummary: x\ngroup: x\nflows: [12]\n')).toEqual([
      'a.yaml:4:9  12 in "flows" is not a block of keys: write "key: value" lines below it',
    ]);
  });
});
