import { describe, expect, it } from 'vitest';
import { formatReport, nearName, sortProblems, wayOut } from './problem.ts';

const at = (file: string, line: number, column: number, message = 'is wrong: mend it') => ({ file, line, column, message });

describe('formatReport', () => {
  it('gives each problem a line, and counts them at the end', () => {
    expect(formatReport([at('a.yaml', 2, 3), at('b.yaml', 1, 1)])).toBe(
      'a.yaml:2:3  is wrong: mend it\nb.yaml:1:1  is wrong: mend it\n\n2 problems',
    );
  });

  it('counts one problem in the singular', () => {
    expect(formatReport([at('a.yaml', 2, 3)])).toBe('a.yaml:2:3  is wrong: mend it\n\n1 problem');
  });
});

describe('sortProblems', () => {
  it('orders by file, line and column as numbers, and drops repetitions', () => {
    const sorted = sortProblems([at('b', 1, 1), at('a', 10, 1), at('a', 9, 12), at('a', 9, 2), at('a', 9, 2)]);
    expect(sorted.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual(['a:9:2', 'a:9:12', 'a:10:1', 'b:1:1']);
  });
});

describe('nearName', () => {
  it.each([
    ['prot', 'port'],
    ['transprot', 'transport'],
    ['gatway', 'gateway'],
    ['gateways', 'gateway'],
    ['Port', 'port'],
  ])('takes %s for %s', (name, near) => {
    expect(nearName(name, ['title', 'port', 'transport', 'gateway'])).toBe(near);
  });

  it.each(['pt', 'zone', 'purpose'])('takes %s for no other name', (name) => {
    expect(nearName(name, ['title', 'port', 'transport', 'gateway'])).toBeUndefined();
  });

  it('prefers the nearer of two', () => {
    expect(nearName('snmp-alert', ['smtp-alert', 'snmp-alerts'])).toBe('snmp-alerts');
  });
});

describe('wayOut', () => {
  it('offers the near name first', () => {
    expect(wayOut('gatway', ['gateway'], 'add it')).toBe('did you mean "gateway"? Otherwise add it');
    expect(wayOut('other', ['gateway'], 'add it')).toBe('add it');
  });
});
