import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { firewalldServices } from './firewalld-services.ts';
import { flowViews } from './flow-view.ts';

const views = flowViews(exampleDataset());
const namesOf = (some: typeof views) => firewalldServices(some).map(({ feature, direction }) => `${feature}-${direction}`);

it('are one for each way in which a feature has a connection in any release', () => {
  expect(namesOf(views)).toEqual(['smtp-in', 'smtp-out', 'upkeep-in', 'upkeep-out']);
  expect(firewalldServices(views)[0]?.title).toBe('SMTP mail');
});

it('are none for a connection that a helper opens, that nobody can explain, or that no release has', () => {
  const only = (...ids: string[]) => namesOf(views.filter(({ flow }) => ids.includes(flow.id)));
  expect(only('snmp-polling')).toEqual(['upkeep-in']);
  expect(only('backup-ftp-data', 'unresolved-https')).toEqual([]);
  const gone = views.map((view) => ({ ...view, releases: view.releases.map((entry) => ({ ...entry, status: 'unprinted' as const })) }));
  expect(namesOf(gone)).toEqual([]);
});
