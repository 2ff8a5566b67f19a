import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const guide = 'src/content/docs/guides/ftp.md';
const glossary = 'src/data/glossary.yaml';

describe('feature-names', () => {
  it('refuses a feature that a page names and that does not exist', () => {
    expect(reportAfter([guide, 'features: [upkeep]', 'features: [upkeep, stmp]'])).toEqual([
      'src/content/docs/guides/ftp.md:3:20  feature "stmp" does not exist: did you mean "smtp"? Otherwise take it out',
    ]);
  });

  it('refuses a feature that a term names and that does not exist', () => {
    expect(reportAfter([glossary, 'features: [upkeep]', 'features: [upkeep, elsewhere]'])).toEqual([
      'src/data/glossary.yaml:6:24  feature "elsewhere" does not exist: take it out',
    ]);
  });
});
