import { describe, expect, it } from 'vitest';
import { type Edit, editedFiles, reportAfter, reportOf } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const foreign = (character: string) =>
  `lists are ASCII, and ${character} has no form there: write it otherwise, or say what stands for it in src/dataset/ascii.ts`;

describe('characters', () => {
  it('refuses a character that no list can hold, in any text that a list is made from', () => {
    expect(
      reportAfter(
        [upkeep, 'title: Updates', 'title: Café, très bien, café'],
        [upkeep, 'reading: The manager sends the request.', 'reading: Right\u200fto left.'],
        [upkeep, 'doubts: [Passive mode needs ports that no row gives.]', 'doubts: [Fine., "\\U0001F600"]'],
        ['src/data/parties.yaml', 'name: update servers', 'name: servers of Ünited'],
        ['src/data/questions.yaml', 'clause: FTP is active', 'clause: FTP\u00a0is active'],
        ['src/data/releases/1.0.0.yaml', 'mark: "*"', 'mark: "†"'],
        ['src/data/product.yaml', 'vendor: Example Works', 'vendor: Exämple Works'],
        ['src/data/changes.yaml', 'reason: Begun.', 'reason: Begun ½.'],
        ['src/data/retired.yaml', 'reason: It was never printed.', 'reason: ＝ never printed.'],
      ),
    ).toEqual([
      `src/data/changes.yaml:3:64  ${foreign('"½" (U+00BD)')}`,
      `src/data/features/upkeep.yaml:17:21  ${foreign('"😀" (U+1F600)')}`,
      `src/data/features/upkeep.yaml:31:12  ${foreign('"è" (U+00E8)')}`,
      `src/data/features/upkeep.yaml:31:12  ${foreign('"é" (U+00E9)')}`,
      `src/data/features/upkeep.yaml:54:14  ${foreign('U+200F')}`,
      `src/data/parties.yaml:8:33  ${foreign('"Ü" (U+00DC)')}`,
      `src/data/product.yaml:3:9  ${foreign('"ä" (U+00E4)')}`,
      `src/data/questions.yaml:28:46  ${foreign('U+00A0')}`,
      `src/data/releases/1.0.0.yaml:11:33  ${foreign('"†" (U+2020)')}`,
      `src/data/retired.yaml:2:53  ${foreign('"＝" (U+FF1D)')}`,
    ]);
  });

  it('lets the marks of our prose through, and any letter where no list is made: search words, the glossary, pages', () => {
    const edits: Edit[] = [
      [upkeep, 'title: Updates', 'title: “Updates” – the row’s → own…'],
      ['src/data/features/smtp.yaml', 'also: [mail server]', 'also: [Überwachung]'],
      ['src/data/glossary.yaml', 'expansion: File Transfer Protocol', 'expansion: Protocole de transfert très connu'],
      ['src/content/features/smtp.md', 'Mail arrives', '\tMail café\r\narrives'],
    ];
    expect(reportAfter(...edits)).toEqual([]);
  });

  it('refuses a control character in a page, and in any text of the data', () => {
    const control = 'has a control character, as a tab is one: take it out';
    expect(
      reportAfter(
        ['src/content/features/smtp.md', 'Mail arrives', 'Mail\u0000 arri\u009bves'],
        [upkeep, 'title: Updates', 'title: "\\0Updates"'],
        [upkeep, 'purpose: The gateway fetches updates.', 'purpose: "\\tThe gateway fetches updates."'],
        ['src/data/glossary.yaml', 'expansion: File Transfer Protocol', 'expansion: "File\\x1b Protocol"'],
        ['src/data/releases/1.0.0.yaml', 'mark: "*"', 'mark: "\\a"'],
      ),
    ).toEqual([
      'src/content/features/smtp.md:5:5  control character U+0000: take it out',
      'src/content/features/smtp.md:5:11  control character U+009B: take it out',
      `src/data/features/upkeep.yaml:31:12  "title" "\\u0000Updates" of "updates" ${control}`,
      `src/data/features/upkeep.yaml:32:14  "purpose" "\\tThe gateway fetches updates." of "updates" ${control}`,
      `src/data/glossary.yaml:4:16  "expansion" "File\\u001b Protocol" of "ftp" ${control}`,
      `src/data/releases/1.0.0.yaml:11:33  "mark" "\\u0007" of row 4 ${control}`,
    ]);
  });

  it('takes the line break at the end of a folded text for none', () => {
    const folded = editedFiles([
      upkeep,
      'reading: The manager sends the request.',
      'reading: >\n      The manager sends\n      the request.\n',
    ]);
    expect(reportOf(folded)).toEqual([]);
  });
});
