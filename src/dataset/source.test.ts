import { describe, expect, it } from 'vitest';
import { formatProblem } from './problem.ts';
import { parseSource, positionAt } from './source.ts';

const text = `\
flows:
  - id: one
    when: { backup: [ftp, sftp] }
    reading: >
      Folded
      text.
  - id: two
    empty:
    "quoted key": 1
`;

describe('parseSource', () => {
  const source = parseSource('a.yaml', text);

  it.each([
    [[], 1, 1],
    [['flows', 0], 2, 5],
    [['flows', 0, 'id'], 2, 9],
    [['flows', 0, 'when', 'backup', 1], 3, 27],
    [['flows', 0, 'reading'], 4, 14],
    [['flows', 1, 'quoted key'], 9, 19],
  ])('finds the value at %j', (path, line, column) => {
    expect(source.locate(path)).toEqual({ line, column });
  });

  it('finds a key where asked', () => {
    expect(source.locate(['flows', 0, 'when', 'backup'], 'key')).toEqual({ line: 3, column: 13 });
    expect(source.locate(['flows', 1, 'empty'], 'key')).toEqual({ line: 8, column: 5 });
  });

  it('finds a member of a list by its text', () => {
    expect(source.locate(['flows', 0, 'when', 'backup', 'sftp'])).toEqual({ line: 3, column: 27 });
  });

  it.each([
    [['flows', 1, 'port'], 7, 5],
    [['flows', 0, 'when', 'restore', 0], 3, 11],
    [['flows', 7, 'id'], 2, 3],
    [['nothing'], 1, 1],
  ])('finds the nearest ancestor where %j leads nowhere', (path, line, column) => {
    expect(source.locate(path)).toEqual({ line, column });
    expect(source.locate(path, 'key')).toEqual({ line, column });
  });

  it('counts lines from where the text begins in its file', () => {
    expect(parseSource('a.md', 'title: x', 2).locate(['title'])).toEqual({ line: 2, column: 8 });
    expect(parseSource('a.md', 'a: 1\na: 2', 2).problems.map(formatProblem)).toEqual(['a.md:3:1  key "a" stands twice: keep one of them']);
  });

  it('counts lines that end in CR LF', () => {
    expect(parseSource('a.yaml', 'a: 1\r\nb: 2\r\n').locate(['b'])).toEqual({ line: 2, column: 4 });
  });

  it('follows an alias', () => {
    expect(parseSource('a.yaml', 'a: &x { b: 1 }\nc: *x').locate(['c', 'b'])).toEqual({ line: 1, column: 12 });
  });
});

describe('YAML that does not parse', () => {
  it.each([
    ['a: 1\nb: 2\na: 3\n', 'a.yaml:3:1  key "a" stands twice: keep one of them'],
    ['"a": 1\n"a": 3\n', 'a.yaml:2:1  key "a" stands twice: keep one of them'],
    ['a:\n\tb: 1\n', 'a.yaml:2:1  the YAML is indented with a tab: use spaces'],
    [
      'a: b: c\n',
      'a.yaml:1:4  the YAML does not parse here: Nested mappings are not allowed in compact mappings; mend this line or the one before it',
    ],
    ['a: *nowhere\n', 'a.yaml:1:4  no "&nowhere" stands above: write the value out'],
    ['a: !odd 1\n', 'a.yaml:1:4  the YAML does not parse here: Unresolved tag: !odd; mend this line or the one before it'],
  ])('reports %j with its place', (yaml, line) => {
    const source = parseSource('a.yaml', yaml);
    expect(source.problems.map(formatProblem)[0]).toBe(line);
    expect(source.value).toBeUndefined();
  });

  it('reports all errors of a text', () => {
    expect(parseSource('a.yaml', 'a: 1\na: 2\nb: 1\nb: 2\n').problems).toHaveLength(2);
  });
});

describe('positionAt', () => {
  it('counts from 1', () => {
    expect(positionAt('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  });
});
