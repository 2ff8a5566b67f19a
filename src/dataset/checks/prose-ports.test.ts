import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const smtpPage = 'src/content/features/smtp.md';
const upkeepPage = 'src/content/features/upkeep.md';
const guide = 'src/content/docs/guides/ftp.md';
const glossary = 'src/data/glossary.yaml';
const upkeep = 'src/data/features/upkeep.yaml';
const first = 'src/data/releases/1.0.0.yaml';
const newest = 'src/data/releases/2.0.0.yaml';

const foreign = (port: number, remedy = 'name it under "mentions" with the reason') =>
  `${port} is no port of the flows told here: correct it, or ${remedy}`;

describe('prose-ports', () => {
  it('refuses a port in prose that no flow of the feature has', () => {
    expect(reportAfter([smtpPage, 'on port 25.', 'on port 25, or 8443.'])).toEqual([
      'src/content/features/smtp.md:5:29  8443 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
    ]);
  });

  it('refuses a mention that the text does not need', () => {
    expect(reportAfter([upkeepPage, '"8080": A', '"21": Needless.\n  "8443": Never used.\n  "8080": A'])).toEqual([
      'src/content/features/upkeep.md:4:3  21 is a port of the flows told here: it needs no mention, take it out',
      'src/content/features/upkeep.md:5:3  8443 is mentioned nowhere in the text: take it out',
    ]);
  });

  it('refuses a port in a page that names no feature', () => {
    expect(reportAfter([guide, 'features: [upkeep]\n', ''])).toEqual([
      'src/content/docs/guides/ftp.md:5:13  21 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
      'src/content/docs/guides/ftp.md:6:50  20 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
      'src/content/docs/guides/ftp.md:6:63  1024 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
      'src/content/docs/guides/ftp.md:6:68  65535 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
    ]);
  });

  it('refuses a port in a definition that no flow of its features has', () => {
    expect(reportAfter([glossary, 'mentions: { "990": Named to say that it is not used. }', 'mentions: { "21": Needless. }'])).toEqual([
      'src/data/glossary.yaml:5:17  990 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
      'src/data/glossary.yaml:7:17  21 is a port of the flows told here: it needs no mention, take it out',
    ]);
  });

  it('judges the title and the description of a page with its body', () => {
    expect(
      reportAfter(
        [guide, 'title: FTP through a firewall', 'title: FTP on 21, not 2121'],
        [upkeepPage, 'description: Backups, updates and monitoring.', 'description: Backups on 21, and on 8080 or 8443.'],
      ),
    ).toEqual([
      'src/content/docs/guides/ftp.md:2:8  2121 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
      'src/content/features/upkeep.md:2:14  8443 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
    ]);
  });

  it('takes a mention for the description alone', () => {
    expect(
      reportAfter([
        smtpPage,
        'description: What mail needs.',
        'description: Mail, and not 587.\nmentions: { "587": Submission is not used. }',
      ]),
    ).toEqual([]);
  });

  it('refuses a port in a feature or in any text of its flows that none of its flows has', () => {
    expect(
      reportAfter(
        [upkeep, 'title: Backups and upkeep', 'title: Backups on 21 and 5001'],
        [upkeep, 'summary: Backups, updates, monitoring.', 'summary: Backups on 5002.'],
        [upkeep, 'title: Updates', 'title: Updates on 5003'],
        [upkeep, 'purpose: The gateway fetches updates.', 'purpose: The gateway fetches updates from 80, 161 or 5004.'],
        [upkeep, 'reading: The manager sends the request.', 'reading: >\n      The manager sends the request\n      to 5005.'],
        [upkeep, 'doubts: [Passive mode needs ports that no row gives.]', 'doubts: [Row 24 of 1.1.0 is odd., Passive mode needs 5006.]'],
      ),
    ).toEqual([
      `src/data/features/upkeep.yaml:1:8  ${foreign(5001)}`,
      `src/data/features/upkeep.yaml:2:10  ${foreign(5002)}`,
      `src/data/features/upkeep.yaml:17:39  ${foreign(5006)}`,
      `src/data/features/upkeep.yaml:31:12  ${foreign(5003)}`,
      `src/data/features/upkeep.yaml:32:14  ${foreign(5004)}`,
      `src/data/features/upkeep.yaml:54:14  ${foreign(5005)}`,
    ]);
  });

  it('takes a mention of a feature in all its texts, and refuses one that they do not need', () => {
    expect(
      reportAfter(
        [upkeep, 'title: Updates', 'title: Updates, not on 8080'],
        [upkeep, 'group: upkeep', 'group: upkeep\nmentions: { "8080": A proxy., "21": Needless., "8443": Never used. }'],
      ),
    ).toEqual([
      'src/data/features/upkeep.yaml:4:31  21 is a port of the flows told here: it needs no mention, take it out',
      'src/data/features/upkeep.yaml:4:48  8443 is mentioned nowhere in the text: take it out',
    ]);
  });

  it('refuses a port in a row that neither the row prints nor one of its flows has', () => {
    expect(
      reportAfter(
        [first, 'says: backup, flows: [backup-ftp-data] }', 'says: from 20 to 1024-65535 or 21, flows: [backup-ftp-data] }'],
        [first, 'says: updates', 'says: updates\n    condition: 80 and 443\n    note: The copy of 25.'],
        [newest, 'says: null, flows: []', 'says: null, note: "161, not 162", flows: []'],
      ),
    ).toEqual([
      `src/data/releases/1.0.0.yaml:8:67  ${foreign(21)}`,
      `src/data/releases/1.0.0.yaml:19:16  ${foreign(443)}`,
      `src/data/releases/1.0.0.yaml:20:11  ${foreign(25)}`,
      `src/data/releases/2.0.0.yaml:11:78  ${foreign(162)}`,
    ]);
  });

  it('refuses a port in the source or an absence of a release that it does not print', () => {
    expect(
      reportAfter(
        [first, 'source: { title: Ports of Lighthouse 1.0,', 'source: { title: Ports of 1.0, note: "2,000 words, from 20 to 80",'],
        [first, 'The rows of this port stand by the alphabet', 'The rows of 80 stand before 25'],
      ),
    ).toEqual([`src/data/releases/1.0.0.yaml:3:38  ${foreign(2000)}`, `src/data/releases/1.0.0.yaml:6:23  ${foreign(25)}`]);
  });

  it('takes a mention of a release in all its texts, and refuses one that they do not need', () => {
    expect(
      reportAfter(
        [first, 'says: updates', 'says: updates, not on 443'],
        [first, 'readTo:', 'mentions: { "443": Of 1.1.0., "80": Needless., "8443": Never used. }\nreadTo:'],
      ),
    ).toEqual([
      'src/data/releases/1.0.0.yaml:4:31  80 is a port of the flows told here: it needs no mention, take it out',
      'src/data/releases/1.0.0.yaml:4:48  8443 is mentioned nowhere in the text: take it out',
    ]);
  });

  it('refuses a port in a group, a party, a question or a change that none of its flows has', () => {
    expect(
      reportAfter(
        ['src/data/product.yaml', 'summary: What mail needs.', 'summary: Ports 25 and 80.'],
        ['src/data/parties.yaml', "hint: Your provider's relay.", 'hint: It listens on 25 or 587.'],
        ['src/data/questions.yaml', 'ask: How does mail leave?', 'ask: Does mail leave on 25 or 26?\n    why: Not on 27.'],
        ['src/data/questions.yaml', 'label: Through a relay, clause: mail leaves', 'label: Relay on 28, clause: mail leaves from 29'],
        ['src/data/changes.yaml', 'title: SNMP, reason: Read again.', 'title: SNMP on 161, reason: Not 162.'],
        ['src/data/changes.yaml', 'reason: Begun.', 'reason: Begun with 443.'],
      ),
    ).toEqual([
      `src/data/changes.yaml:2:58  ${foreign(162, 'take it out')}`,
      `src/data/changes.yaml:3:64  ${foreign(443, 'take it out')}`,
      `src/data/parties.yaml:4:81  ${foreign(587, 'take it out')}`,
      `src/data/product.yaml:7:44  ${foreign(80, 'take it out')}`,
      `src/data/questions.yaml:3:10  ${foreign(26, 'take it out')}`,
      `src/data/questions.yaml:4:10  ${foreign(27, 'take it out')}`,
      `src/data/questions.yaml:9:29  ${foreign(28, 'take it out')}`,
      `src/data/questions.yaml:9:50  ${foreign(29, 'take it out')}`,
    ]);
  });

  it('waits for the flows of a row and of a change to exist', () => {
    expect(
      reportAfter(
        [first, 'says: updates\n    flows:\n      updates:', 'says: updates on 80 and 81\n    flows:\n      update:'],
        ['src/data/changes.yaml', 'reason: Read again., flows: [snmp-polling]', 'reason: Not 162., flows: [snmp-poling]'],
      ),
    ).toEqual([
      'src/data/changes.yaml:2:69  flow "snmp-poling" does not exist: did you mean "snmp-polling"? Otherwise add its id to src/data/retired.yaml, or take it out',
      'src/data/releases/1.0.0.yaml:20:7  flow "update" does not exist: did you mean "updates"? Otherwise add it to a feature, or take it out',
      'src/data/releases/1.1.0.yaml:28:15  row 7 of 1.0.0 prints no host for "updates": point at a row that does',
    ]);
  });

  it('waits for the features of a page to exist', () => {
    expect(reportAfter([guide, 'features: [upkeep]', 'features: [upkep]'])).toEqual([
      'src/content/docs/guides/ftp.md:3:12  feature "upkep" does not exist: did you mean "upkeep"? Otherwise take it out',
    ]);
  });
});
