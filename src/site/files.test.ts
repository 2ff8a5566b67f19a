import { expect, it } from 'vitest';
import { listName, listPath } from './files.ts';

it('has the public address of a list', () => {
  expect(listPath('csv', '5.1.0')).toBe('/api/v1/releases/5.1.0/flows.csv');
  expect(listPath('json', '5.1.0', 'smtp')).toBe('/api/v1/releases/5.1.0/features/smtp.json');
});

it('saves a list under a name that says what it is, of which release and of which day', () => {
  expect(listName('csv', '5.1.0', '2026.02.01')).toBe('portcullis-5.1.0-2026.02.01.csv');
  expect(listName('json', '5.1.0', '2026.02.01', 'smtp')).toBe('portcullis-5.1.0-smtp-2026.02.01.json');
});
