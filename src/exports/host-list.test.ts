import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type FlowRecord, toFlowList } from './flow-record.ts';
import { renderHostList } from './host-list.ts';
import { notations } from './notations.ts';

const dataset = exampleDataset();
const list = toFlowList(dataset);
const [sample] = list.flows as [FlowRecord];
const notationOf = (id: string) => {
  const notation = notations.find((each) => each.id === id);
  if (!notation) throw new Error(`there is no ${id}`);
  return notation;
};
const render = (id: string, ...flows: Partial<FlowRecord>[]) =>
  renderHostList({ ...list, flows: flows.map((flow) => ({ ...sample, ...flow })) }, notationOf(id));

it('has every file of the folder as a notation, named by its file, that of exact names first', () => {
  const files = readdirSync(join(import.meta.dirname, 'lists')).map((name) => name.replace(/\.ts$/, ''));
  expect(notations.map(({ id }) => id).sort()).toEqual(files.sort());
  expect(notations.map(({ id, folder }) => (folder ? '' : id))).toEqual(['exact', ...files.slice(1).map(() => '')]);
});

it('gives no notation a name that a release could have: both are folders of /lists/', () => {
  for (const { id } of notations) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

it.each(notations.map((notation) => [notation.id, notation] as const))('says in whole sentences what it holds: %s', (_, notation) => {
  expect(notation.holds).toMatch(/^[A-Z].*\.$/);
  expect(notation.wider ?? 'None.').toMatch(/^[A-Z].*\.$/);
  expect(notation.readers.length).toBeGreaterThan(0);
});

describe('the list of', () => {
  it.each([
    ['exact', 'one.updates.example.net\ntwo.updates.example.net\n'],
    ['asterisk', '*.mirror.example.net\none.updates.example.net\ntwo.updates.example.net\n'],
    ['leading-dot', '.mirror.example.net\none.updates.example.net\ntwo.updates.example.net\n'],
    ['pan-os-url', '*.mirror.example.net/\none.updates.example.net/\ntwo.updates.example.net/\n'],
    ['suffix', 'mirror.example.net\none.updates.example.net\ntwo.updates.example.net\n'],
  ])('%s is a line for each name, in the order of ASCII', (id, text) => {
    expect(renderHostList(list, notationOf(id))).toBe(text);
  });

  it.each(notations.map(({ id }) => id))('%s is empty where no name is printed', (id) => {
    expect(renderHostList(toFlowList(dataset, '1.1.0', 'smtp'), notationOf(id))).toBe('');
  });
});

it('has a name once, whatever flows need it, and in one order whatever theirs is', () => {
  const flows = [{ hosts: ['b.example', 'a.example'] }, { hosts: ['a.example', '*.c.example'] }];
  for (const { id } of notations) {
    const text = render(id, ...flows);
    expect(new Set(text.split('\n')).size).toBe(text.split('\n').length);
    expect(render(id, ...flows.toReversed())).toBe(text);
  }
  expect(render('suffix', { hosts: ['c.example', '*.c.example'] })).toBe('c.example\n');
});

it('has the names of printed and of carried flows, and never those of a flow whose purpose is not known', () => {
  const flows = (['printed', 'carried', 'unresolved'] as const).map((status) => ({
    status,
    hosts: [`${status}.example`, `*.${status}.example`],
  }));
  for (const { id } of notations) {
    const text = render(id, ...flows);
    expect(text).toContain('printed.example');
    expect(text).toContain('carried.example');
    expect(text).not.toContain('unresolved');
  }
});

it('has the names that could be read of a list that breaks off', () => {
  expect(render('exact', { hostList: 'cut', hosts: ['a.example'] })).toBe('a.example\n');
});

it('gives a name no line below a leading dot that covers it: Squid stops at one that stands before the dot', () => {
  const hosts = ['example.net', 'a.example.net', 'b.a.example.net', 'notexample.net', '*.example.net', '*.a.example.net'];
  expect(render('leading-dot', { hosts })).toBe('.example.net\nnotexample.net\n');
});
