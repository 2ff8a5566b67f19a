import { expect, it } from 'vitest';
import { neededElsewhere } from './comparison-words.ts';

const flow = (id: string, hosts: string[], status: 'printed' | 'unresolved' = 'printed') => ({ id, status, hosts });

it('names the other flows in their own order, each once with the hosts that it needs', () => {
  const flows = [flow('a', ['two.example']), flow('b', ['one.example', 'two.example', 'one.example']), flow('c', ['one.example'])];
  expect(neededElsewhere(flows)('c', ['one.example', 'two.example', 'none.example'])).toEqual([
    { flow: flows[0], hosts: ['two.example'] },
    { flow: flows[1], hosts: ['one.example', 'two.example'] },
  ]);
});

it('names none whose purpose nobody knows, and not the flow itself', () => {
  expect(neededElsewhere([flow('a', ['one.example']), flow('b', ['one.example'], 'unresolved')])('a', ['one.example'])).toEqual([]);
});
