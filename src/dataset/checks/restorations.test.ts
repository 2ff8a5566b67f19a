import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const whole = 'src/data/releases/1.1.0.yaml';

describe('restorations', () => {
  it('refuses a release that does not exist', () => {
    expect(reportAfter([whole, 'from: "1.0.0", row: 5', 'from: "1.0.1", row: 5'])).toEqual([
      'src/data/releases/1.1.0.yaml:17:15  release 1.0.1 does not exist: write one of 1.0.0, 1.1.0, 2.0.0',
    ]);
  });

  it('refuses a row that does not exist', () => {
    expect(reportAfter([whole, 'from: "1.0.0", row: 5', 'from: "1.0.0", row: 8'])).toEqual([
      'src/data/releases/1.1.0.yaml:17:15  release 1.0.0 has no row 8: its rows go from 1 to 7',
    ]);
  });

  it('refuses a row that is restored from itself', () => {
    expect(reportAfter([whole, 'from: "1.0.0", row: 5', 'from: "1.1.0", row: 5'])).toEqual([
      'src/data/releases/1.1.0.yaml:17:15  row 5 of 1.1.0 is restored from itself: point at a row that has the text',
    ]);
  });

  it('refuses a purpose from a row that lost its own', () => {
    expect(reportAfter([whole, 'from: "1.0.0", row: 5', 'from: "2.0.0", row: 6'])).toEqual([
      'src/data/releases/1.1.0.yaml:17:15  row 6 of 2.0.0 has lost its own purpose: point at a row that prints it',
    ]);
  });

  it('refuses a proof from a row of other flows', () => {
    expect(reportAfter([whole, 'from: "1.0.0", row: 5', 'from: "1.0.0", row: 4'])).toEqual([
      'src/data/releases/1.1.0.yaml:17:15  row 4 of 1.0.0 supports no flow of this row, so it proves nothing: point at one that does, or write "strong"',
    ]);
  });

  it('lets a parallel row of the same feature be strong evidence, and no other row', () => {
    expect(reportAfter([whole, 'row: 5, what: purpose, strength: proven', 'row: 2, what: purpose, strength: strong'])).toEqual([
      'src/data/releases/1.1.0.yaml:17:15  row 2 of 1.0.0 supports no flow of the same feature: point at one that does',
    ]);
  });

  it('refuses hosts where no list is cut', () => {
    expect(reportAfter([whole, 'what: purpose', 'what: hosts'])).toEqual([
      'src/data/releases/1.1.0.yaml:15:13  row 5 is cut before its purpose, so it cannot support "dns-queries": say under "restored" where the purpose was found, or take it out',
      'src/data/releases/1.1.0.yaml:17:15  no host list of this row is cut: write "hostList: cut" where it is, or take this out',
    ]);
  });

  it('refuses hosts from a row that prints none', () => {
    expect(reportAfter([whole, 'from: "1.0.0", row: 7', 'from: "1.0.0", row: 6'])).toEqual([
      'src/data/releases/1.1.0.yaml:28:15  row 6 of 1.0.0 prints no host for "updates": point at a row that does',
    ]);
  });
});
