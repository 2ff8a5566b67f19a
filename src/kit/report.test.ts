import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Report, reportText, toReport } from './report.ts';

const result = {
  flow: 'dns-queries',
  transport: 'udp',
  target: '192.0.2.53',
  address: '192.0.2.53',
  port: 53,
  outcome: 'answered',
  detail: '',
};
const good = {
  kit: 1,
  dataset: '2026.02.01',
  release: '1.1.0',
  side: 'gateway',
  host: 'seg1',
  time: '2026-02-03T04:05:06Z',
  results: [result, { ...result, transport: 'tcp', target: null, address: null, outcome: 'not-tested', detail: 'why' }],
};

const problemOf = (value: unknown): string => {
  const read = toReport(typeof value === 'string' ? value : JSON.stringify(value));
  return 'problem' in read ? read.problem : 'none';
};

it('reads what a script writes', () => {
  expect(toReport(JSON.stringify(good))).toEqual({ report: good });
  expect(toReport(`\uFEFF${JSON.stringify(good, null, 2)}\r\n`)).toEqual({ report: good });
});

const noReport = 'This is no report of a test script.';
const badField = (field: string) => `This is no report as the test scripts write it: "${field}" is not what stands there.`;

describe('refuses', () => {
  it.each([
    ['nothing', '', 'This is no JSON, or not all of it. Take what the script writes with --json, or with -Json in PowerShell.'],
    [
      'the table',
      'ok  tcp/22  203.0.113.10',
      'This is no JSON, or not all of it. Take what the script writes with --json, or with -Json in PowerShell.',
    ],
    [
      'half a report',
      JSON.stringify(good).slice(0, 200),
      'This is no JSON, or not all of it. Take what the script writes with --json, or with -Json in PowerShell.',
    ],
    ['another kind of value', [good], noReport],
    ['an unknown key', { ...good, '<img src=x onerror=alert(1)>': 1 }, noReport],
    ['a key of a prototype', `${JSON.stringify(good).slice(0, -1)},"__proto__":{"side":"x"}}`, noReport],
    ['another version', { ...good, kit: 2 }, 'This is no report of a test script, or one of another version: make the script anew.'],
    ['something else', { a: 1 }, 'This is no report of a test script, or one of another version: make the script anew.'],
    ['a side that is no id', { ...good, side: 'constructor()' }, badField('side')],
    ['an unknown outcome', { ...good, results: [{ ...result, outcome: 'open' }] }, badField('results.0.outcome')],
    ['an outcome of a prototype', { ...good, results: [{ ...result, outcome: 'toString' }] }, badField('results.0.outcome')],
    ['a target that is none', { ...good, results: [result, { ...result, target: '<b>' }] }, badField('results.1.target')],
    ['an address that is none', { ...good, results: [{ ...result, address: '192.0.2.053' }] }, badField('results.0.address')],
    ['a port that is none', { ...good, results: [{ ...result, port: 0 }] }, badField('results.0.port')],
    ['a port in words', { ...good, results: [{ ...result, port: '53' }] }, badField('results.0.port')],
    ['a line break', { ...good, results: [{ ...result, detail: 'a\nb' }] }, badField('results.0.detail')],
    ['a long detail', { ...good, results: [{ ...result, detail: 'a'.repeat(301) }] }, badField('results.0.detail')],
    ['an unknown key of a result', { ...good, results: [{ ...result, more: 1 }] }, badField('results.0')],
    ['a time that is none', { ...good, time: 'yesterday' }, badField('time')],
    ['too many results', { ...good, results: Array.from({ length: 5001 }, () => result) }, badField('results')],
    ['a book', 'x'.repeat(1_000_001), 'This is too long for a report of a test script.'],
  ])('%s', (_, value, problem) => {
    expect(problemOf(value)).toBe(problem);
  });

  it('anything, with words that repeat nothing of it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ ...good, results: [value] })),
        ),
        (text) => {
          expect(problemOf(text)).toMatch(/^This is (no report|no JSON)/);
        },
      ),
    );
  });
});

it('reads the files of either shell', () => {
  const text = JSON.stringify(good);
  const utf16 = (order: 'LE' | 'BE') => {
    const view = new DataView(new ArrayBuffer(2 * text.length + 2));
    for (const [at, unit] of [...`\uFEFF${text}`].entries()) view.setUint16(2 * at, unit.charCodeAt(0), order === 'LE');
    return new Uint8Array(view.buffer);
  };
  const bom = new Uint8Array([0xef, 0xbb, 0xbf]);
  const plain = new TextEncoder().encode(text);
  for (const bytes of [plain, new Uint8Array([...bom, ...plain]), utf16('LE'), utf16('BE')]) {
    expect(toReport(reportText(bytes))).toEqual({ report: good as Report });
  }
  expect(problemOf(reportText(new Uint8Array([0xff, 0xfe, 0x00])))).toMatch(/^This is no JSON/);
});
