/** The set-up: the presets, the questions, and the release and platform that other pages have chosen. */
import { describe, expect, it } from 'vitest';
import { build } from '#builder/result.ts';
import { presetAnswers, selectFlows } from '#builder/selection.ts';
import { withExample } from '#builder/start.ts';
import { isCurrent } from '#dataset/release-flow.ts';
import { dataset } from '../../dist/published.ts';
import { builders, field, fillMadeUp, fillOwn, nftables, ownState, ready, start, text, values } from './builder-page.ts';

const { visit, open } = builders();

describe('the set-up', () => {
  it.each(dataset.presets)('can start as: $title', async ({ id, title }) => {
    const page = await open();
    await page.getByRole('radio', { name: title }).check();
    await fillMadeUp(page);
    const state = { ...start, answers: presetAnswers(dataset, id) };
    expect(await text(page)).toBe(build(dataset, nftables, withExample(state, nftables)).rules?.text);
    const shown = await page.locator('[data-flows] tr th a').allTextContents();
    const expected = selectFlows(dataset, state).filter(isCurrent);
    expect(shown).toEqual(expected.map(({ flow }) => flow.title));
    expect(await page.getByRole('radio', { name: title }).isChecked()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Your own answers' }).isVisible()).toBe(false);
  });

  it('is one’s own once an answer differs, and the preset again once it does not', async () => {
    const page = await open();
    await page.getByText('Administration and monitoring', { exact: true }).last().click();
    await page
      .getByRole('group', { name: 'What is SNMP used for?' })
      .getByRole('checkbox', { name: /^Polling/ })
      .check();
    expect(await page.getByRole('radio', { name: 'Your own answers' }).isChecked()).toBe(true);
    expect(await page.locator('[data-party="snmp-managers"]').isVisible()).toBe(true);
    expect(await page.locator('[data-group="administration"] [data-used]').textContent()).toContain('SNMP');
    await page.getByRole('checkbox', { name: /^Polling/ }).uncheck();
    expect(await page.getByRole('radio', { name: 'A single gateway' }).isChecked()).toBe(true);
    expect(await page.locator('[data-party="snmp-managers"]').isVisible()).toBe(false);
  });

  it('asks only what decides something, and says what each answer opens', async () => {
    const page = await open();
    await page.locator('[data-group="mail"] > summary').click();
    const greylisting = page.getByRole('group', { name: 'Do the peers share greylisting data?' });
    expect(await greylisting.isVisible()).toBe(false);
    const peers = page.getByRole('group', { name: /Peer Gateways on the other side/ });
    expect(await peers.textContent()).toContain('It also decides on Peer Gateways.');
    await peers.getByRole('radio', { name: /^Yes/ }).check();
    expect(await greylisting.isVisible()).toBe(true);
    expect(await greylisting.locator('[data-brings="yes"]').textContent()).toMatch(/19200/);
    await page.locator('[data-group="transfer"] > summary').click();
    const logs = page.getByRole('group', { name: 'How are transaction logs sent away?' });
    expect(await logs.locator('[data-brings="sftp"]').textContent()).toBe('Transaction logs by SFTP: gone in 5.1.0');
    await field(page, 'release').selectOption('4.7.2');
    expect(await greylisting.isVisible()).toBe(false);
    expect(await logs.locator('[data-brings="sftp"]').textContent()).toBe('Transaction logs by SFTP TCP 22');
  });

  it('follows the release', async () => {
    const page = await open();
    await fillOwn(page);
    await field(page, 'release').selectOption('6.3.0');
    expect(await text(page)).toBe(build(dataset, nftables, { ...ownState, release: '6.3.0' }).rules?.text);
    expect(await page.locator('[data-release]:visible').textContent()).toContain('6.3.0: the copy could be read');
  });

  it('starts with the release and the platform that were chosen on other pages', async () => {
    const page = await visit('/rules/nftables/?release=6.3.0');
    await page.goto('/features/backup/');
    await page.getByRole('tab', { name: 'FortiGate' }).click();
    await page.goto('/builder/');
    await ready(page);
    expect(await values(page)).toMatchObject({ release: '6.3.0', platform: 'fortigate' });
    await page.goto('/rules/cisco-asa/');
    await page.getByRole('link', { name: 'build the rules' }).click();
    await ready(page);
    expect(await values(page)).toMatchObject({ release: '6.3.0', platform: 'cisco-asa' });
    await page.goto('/builder/?platform=<svg onload=alert(1)>&release=__proto__');
    await ready(page);
    expect(await values(page)).toMatchObject({ release: '6.3.0', platform: 'nftables' });
  });
});
