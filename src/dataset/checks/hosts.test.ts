import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const parties = 'src/data/parties.yaml';

describe('hosts', () => {
  it('refuses reach "hosts" where no release prints one', () => {
    expect(reportAfter([parties, 'reach: unpublished, hint: Named', 'reach: hosts, hint: Named'])).toEqual([
      'src/data/parties.yaml:9:80  no release prints a host for a flow of "revocation-servers": give the hosts in its rows, or write "reach: unpublished"',
    ]);
  });

  it('refuses hosts for a party of another reach', () => {
    expect(reportAfter([parties, 'reach: hosts', 'reach: unpublished'])).toEqual([
      'src/data/releases/1.0.0.yaml:20:7  row 7 prints hosts for "updates", and party "update-servers" has reach "unpublished": write "reach: hosts" there, or take the hosts out',
      'src/data/releases/1.1.0.yaml:24:7  row 6 prints hosts for "updates", and party "update-servers" has reach "unpublished": write "reach: hosts" there, or take the hosts out',
    ]);
  });
});
