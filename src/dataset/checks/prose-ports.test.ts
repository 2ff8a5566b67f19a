import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const smtpPage = 'src/content/features/smtp.md';
const upkeepPage = 'src/content/features/upkeep.md';
const guide = 'src/content/docs/guides/ftp.md';
const glossary = 'src/data/glossary.yaml';

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

  it('waits for the features of a page to exist', () => {
    expect(reportAfter([guide, 'features: [upkeep]', 'features: [upkep]'])).toEqual([
      'src/content/docs/guides/ftp.md:3:12  feature "upkep" does not exist: did you mean "upkeep"? Otherwise take it out',
    ]);
  });
});
