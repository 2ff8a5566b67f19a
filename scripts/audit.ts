/** Asks the registry for known faults of the packages: `npm run audit`. Ends with 1 where a high one is not explained below. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { advisoriesIn, type Explained, unexplained } from './audit/audit-report.ts';

/** High findings that do no harm here, and why. */
const explained: readonly Explained[] = [];

const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' });
const advisories = advisoriesIn(stdout ?? '');
if (advisories === undefined)
  console.log('The registry of this machine answers no audit: no package was looked up among the known faults.');
else {
  const { open, idle } = unexplained(advisories, explained);
  for (const { package: name, severity, title, url } of open) console.error(`${name}  ${severity}: ${title}. ${url}`);
  for (const { url } of idle) console.error(`${url}  is explained in scripts/audit.ts, and no package has it: take it out`);
  if (open.length > 0) console.error('Take a version without the fault, or explain it in scripts/audit.ts.');
  process.exitCode = open.length + idle.length > 0 ? 1 : 0;
  if (process.exitCode === 0) console.log('No package has a known fault of high severity that is not explained.');
}
