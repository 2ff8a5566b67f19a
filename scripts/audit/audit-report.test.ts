import { expect, it } from 'vitest';
import { advisoriesIn, unexplained } from './audit-report.ts';

const advisory = (name: string, severity: string) => ({
  source: 1,
  name,
  url: `https://github.com/advisories/GHSA-${name}`,
  title: `${name} does harm`,
  severity,
});
/** As npm 11 writes it: whoever depends on a package names it, and the package itself has the advisory. */
const report = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    deep: { name: 'deep', severity: 'high', via: [advisory('deep', 'high'), advisory('deep', 'high')] },
    shallow: { name: 'shallow', severity: 'high', via: ['deep'] },
    mild: { name: 'mild', severity: 'moderate', via: [advisory('mild', 'moderate')] },
    worst: { name: 'worst', severity: 'critical', via: [advisory('worst', 'critical')] },
  },
});

it('finds each high or critical advisory once', () => {
  expect(advisoriesIn(report)?.map(({ package: name }) => name)).toEqual(['deep', 'worst']);
  expect(advisoriesIn('{ "vulnerabilities": {} }')).toEqual([]);
});

it('tells no answer from a clean one', () => {
  for (const text of ['', 'npm error', '{ "message": "405 Method Not Allowed", "error": {} }']) expect(advisoriesIn(text)).toBeUndefined();
});

it('names what is not explained, and what is explained in vain', () => {
  const advisories = advisoriesIn(report) ?? [];
  const explained = [
    { url: 'https://github.com/advisories/GHSA-deep', why: 'only in tests' },
    { url: 'https://github.com/advisories/GHSA-old', why: 'gone' },
  ];
  const { open, idle } = unexplained(advisories, explained);
  expect(open.map(({ package: name }) => name)).toEqual(['worst']);
  expect(idle).toEqual([explained[1]]);
});
