import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const parties = 'src/data/parties.yaml';

describe('unused-parties', () => {
  it('refuses a party at no end of a flow', () => {
    expect(
      reportAfter([parties, 'parties:\n', 'parties:\n  - { id: spare, name: a spare party, zone: lan, reach: typed, hint: Nobody. }\n']),
    ).toEqual(['src/data/parties.yaml:2:11  no flow begins or ends at party "spare": name it in a flow, or take it out']);
  });
});
