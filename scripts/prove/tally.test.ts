import { describe, expect, it } from 'vitest';
import { proofOf, sha256Of } from '#proof/record.ts';
import { recordText, stillHolding, toRecord } from './tally.ts';

const parser = { platform: 'a', tool: 'one', kind: 'parser', version: '1', kernel: null, misses: 'It sends nothing.' } as const;
const none: ReadonlySet<string> = new Set();
const packets = { platform: 'a', tool: 'two', kind: 'packets', version: '2', kernel: 'Linux 6.1', misses: 'It is one kernel.' } as const;

describe('a record', () => {
  it('says what the very text passed, and nothing of another one', async () => {
    const record = await toRecord(
      [
        { check: packets, text: 'accept\n', probes: 7 },
        { check: parser, text: 'accept\n' },
      ],
      none,
    );
    expect(proofOf(record, await sha256Of('accept\n'))).toEqual([
      { ...packets, probes: 7 },
      { ...parser, probes: null },
    ]);
    expect(proofOf(record, await sha256Of('accept \n'))).toEqual([]);
  });

  it('does not count a text of which a packet went astray', async () => {
    const record = await toRecord([{ check: packets, text: 'x', probes: 7 }], none);
    const sum = await sha256Of('x');
    expect(proofOf({ ...record, texts: { [sum]: [{ check: 0, probes: 7, passed: 6 }] } }, sum)).toEqual([]);
  });

  it('is the same whatever came first, and is read back as it was written', async () => {
    const passes = [
      { check: parser, text: 'x' },
      { check: packets, text: 'x', probes: 3 },
      { check: parser, text: 'y' },
    ];
    const record = await toRecord(passes, none);
    expect(recordText(await toRecord(passes.toReversed(), none))).toBe(recordText(record));
    expect(JSON.parse(recordText(record))).toEqual(record);
  });

  it('keeps an earlier pass only of a text that is still the same, and of a check that could not run', async () => {
    const record = await toRecord(
      [
        { check: parser, text: 'same' },
        { check: parser, text: 'changed' },
        { check: packets, text: 'same', probes: 3 },
      ],
      none,
    );
    expect(await stillHolding(record, ['same', 'new'], ({ tool }) => tool === 'one')).toEqual([{ check: parser, text: 'same' }]);
  });

  it('has nothing of a text that failed anything', async () => {
    const passes = [
      { check: parser, text: 'x' },
      { check: packets, text: 'y', probes: 3 },
    ];
    const record = await toRecord(passes, new Set(['x']));
    expect(Object.keys(record.texts)).toEqual([await sha256Of('y')]);
    expect(record.checks).toEqual([packets]);
  });

  it('keeps the kernel that the packets went through, also where a later run sends none', async () => {
    const record = await toRecord([{ check: packets, text: 'x', probes: 3 }], none);
    const later = await toRecord(await stillHolding(record, ['x'], () => true), none);
    expect(later).toEqual(record);
    expect(later.checks[0]?.kernel).toBe('Linux 6.1');
  });
});
