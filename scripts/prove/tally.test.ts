import { describe, expect, it } from 'vitest';
import { proofOf, sha256Of } from '#proof/record.ts';
import { recordText, stillHolding, toRecord } from './tally.ts';

const parser = { platform: 'a', tool: 'one', kind: 'parser', version: '1', misses: 'It sends nothing.' } as const;
const packets = { platform: 'a', tool: 'two', kind: 'packets', version: '2', misses: 'It is one kernel.' } as const;

describe('a record', () => {
  it('says what the very text passed, and nothing of another one', async () => {
    const record = await toRecord('Linux 6.1', [
      { check: packets, text: 'accept\n', probes: 7 },
      { check: parser, text: 'accept\n' },
    ]);
    expect(proofOf(record, await sha256Of('accept\n'))).toEqual([
      { ...packets, probes: 7 },
      { ...parser, probes: null },
    ]);
    expect(proofOf(record, await sha256Of('accept \n'))).toEqual([]);
  });

  it('does not count a text of which a packet went astray', async () => {
    const record = await toRecord('Linux 6.1', [{ check: packets, text: 'x', probes: 7 }]);
    const sum = await sha256Of('x');
    expect(proofOf({ ...record, texts: { [sum]: [{ check: 0, probes: 7, passed: 6 }] } }, sum)).toEqual([]);
  });

  it('is the same whatever came first, and is read back as it was written', async () => {
    const passes = [
      { check: parser, text: 'x' },
      { check: packets, text: 'x', probes: 3 },
      { check: parser, text: 'y' },
    ];
    const record = await toRecord('Linux 6.1', passes);
    expect(recordText(await toRecord('Linux 6.1', passes.toReversed()))).toBe(recordText(record));
    expect(JSON.parse(recordText(record))).toEqual(record);
  });

  it('keeps an earlier pass only of a text that is still the same, and of a check that could not run', async () => {
    const record = await toRecord('Linux 6.1', [
      { check: parser, text: 'same' },
      { check: parser, text: 'changed' },
      { check: packets, text: 'same', probes: 3 },
    ]);
    expect(await stillHolding(record, ['same', 'new'], ({ tool }) => tool === 'one')).toEqual([{ check: parser, text: 'same' }]);
  });
});
