import { describe, expect, it } from 'vitest';
import { featureOf, isPage, pageOf, toPage } from './page.ts';
import { formatProblem } from './problem.ts';

const text = `\
---
title: FTP
features: [backup]
mentions:
  443: Not used here.
sidebar: { order: 2 }
---

Port 21.
`;

describe('toPage', () => {
  const read = toPage('src/content/docs/guides/ftp.md', text);

  it('reads what the gate needs of the front matter, and leaves the rest to Astro', () => {
    expect(read).toMatchObject({
      page: { feature: null, title: 'FTP', description: undefined, features: ['backup'], mentions: { 443: 'Not used here.' } },
    });
  });

  it('keeps the offsets of the text', () => {
    expect('page' in read && read.page.text).toHaveLength(text.length);
    expect('page' in read && read.page.text.indexOf('Port 21.')).toBe(text.indexOf('Port 21.'));
    expect('page' in read && read.page.text.trim()).toBe('Port 21.');
  });

  it('locates the front matter in the file', () => {
    expect(read.source.locate(['mentions', '443'], 'key')).toEqual({ line: 5, column: 3 });
  });

  it.each(['Port 21.\n', '---\n---\nPort 21.\n', 'Port 21.\n\n---\n\nBelow a rule.\n\n---\n'])(
    'reads %j, which has no front matter',
    (plain) => {
      const { page } = toPage('src/content/about.md', plain) as { page: { text: string; features: readonly string[] } };
      expect(page.features).toEqual([]);
      expect(page.text).toContain('Port 21.');
    },
  );

  it('reports front matter that is wrong, with its place in the file', () => {
    const report = (matter: string) => {
      const wrong = toPage('a.md', `---\n${matter}\n---\n`);
      return 'problems' in wrong ? wrong.problems.map(formatProblem) : [];
    };
    expect(report('mentions: { "70000": Why., "443": "" }')).toEqual([
      'a.md:2:35  "443" "" is empty: write it out',
      'a.md:2:13  "70000" is not a port: write a number from 1 to 65535',
    ]);
    expect(report('title: x\nfeatures: smtp')).toEqual([
      'a.md:3:11  "features" "smtp" is not a list: write [one, two], or each member on a line of its own after "- "',
    ]);
    expect(report('title: 25\ndescription: ""')).toEqual([
      'a.md:2:8  "title" 25 is not text: put it in quotes',
      'a.md:3:14  "description" "" is empty: write it out',
    ]);
    expect(report('title: x\ntitle: y')).toEqual(['a.md:3:1  key "title" stands twice: keep one of them']);
  });
});

describe('paths of pages', () => {
  it('tells pages from other files', () => {
    expect(['src/content/about.md', 'src/content/docs/guides/a.mdx', 'src/content/a.txt', 'src/data/a.md'].map(isPage)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('pairs a feature with its page', () => {
    expect(featureOf(pageOf('smtp'))).toBe('smtp');
    expect(featureOf('src/content/docs/smtp.md')).toBeNull();
  });
});
