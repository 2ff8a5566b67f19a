import { describe, expect, it } from 'vitest';
import { exampleFiles, reportAfter, reportOf } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';

describe('file-names', () => {
  it('refuses a release in a file with another name', () => {
    expect(reportAfter([newest, 'release: "2.0.0"', 'release: "2.0.1"'])).toEqual([
      'src/data/releases/2.0.0.yaml:1:10  release 2.0.1 stands in src/data/releases/2.0.0.yaml: name the file 2.0.1.yaml, or correct the number',
    ]);
  });

  it('refuses a feature file whose name cannot be an id', () => {
    const files = exampleFiles();
    const page = files.get('src/content/features/smtp.md') as string;
    const data = files.get('src/data/features/smtp.yaml') as string;
    files.delete('src/content/features/smtp.md');
    files.delete('src/data/features/smtp.yaml');
    files.set('src/content/features/SMTP mail.md', page).set('src/data/features/SMTP mail.yaml', data);
    expect(reportOf(files)).toEqual([
      'src/data/features/SMTP mail.yaml:1:1  "SMTP mail" cannot be the id of a feature: name the file in lower-case words joined by hyphens',
    ]);
  });
});
