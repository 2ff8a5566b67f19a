import { describe, expect, it } from 'vitest';
import { exampleFiles, reportOf } from '#dataset/example.ts';

const smtpPage = 'src/content/features/smtp.md';

describe('feature-pages', () => {
  it('refuses a feature without a page', () => {
    const files = exampleFiles();
    files.delete(smtpPage);
    expect(reportOf(files)).toEqual([
      'src/content/features/smtp.md:1:1  feature "smtp" has no page: write here what it is, and what breaks when its ports are closed',
    ]);
  });

  it('refuses a page without a feature', () => {
    const files = exampleFiles().set('src/content/features/stmp.md', 'Mail.').set('src/content/features/fax.md', 'Fax.');
    expect(reportOf(files)).toEqual([
      'src/content/features/fax.md:1:1  no feature is called "fax": add src/data/features/fax.yaml, or remove the page',
      'src/content/features/stmp.md:1:1  no feature is called "stmp": did you mean "smtp"? Otherwise add src/data/features/stmp.yaml, or remove the page',
    ]);
  });

  it('refuses a page under a name that is not read', () => {
    const files = exampleFiles().set('src/content/features/smtp.mdx', 'Mail.');
    expect(reportOf(files)).toEqual([
      'src/content/features/smtp.mdx:1:1  the page of feature "smtp" is not read from this file: name it src/content/features/smtp.md',
    ]);
  });

  it('asks for no page of a feature that does not parse', () => {
    const files = exampleFiles().set('src/data/features/smtp.yaml', 'title: [');
    expect(reportOf(files).filter((line) => line.startsWith('src/content/'))).toEqual([]);
  });

  it('refuses a page without text', () => {
    expect(reportOf(exampleFiles().set(smtpPage, '---\ndescription: Mail.\n---\n\n'))).toEqual([
      'src/content/features/smtp.md:2:1  the page of feature "smtp" is empty: write what it is, and what breaks when its ports are closed',
    ]);
  });
});
