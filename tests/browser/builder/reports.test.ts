/** The test scripts, and what is made of the reports that they write. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { build } from '#builder/result.ts';
import { withExample } from '#builder/start.ts';
import { testScript, testSides, untriedFlows } from '#builder/test-kit.ts';
import { flowsOf } from '#dataset/dataset.ts';
import { current, dataset } from '../../dist/published.ts';
import { builders, chooseEverything, field, fillMadeUp, fillOwn, labReports, leave, nftables, ownState, start } from './builder-page.ts';

const { open } = builders();

describe('the tests', () => {
  const report = (change: Record<string, unknown> = {}) =>
    JSON.stringify({
      kit: 1,
      dataset: dataset.product.dataset,
      release: current,
      side: 'gateway',
      host: 'seg1',
      time: '2026-02-03T04:05:06Z',
      results: [
        { flow: 'dns-queries', transport: 'udp', target: '10.2.0.53', address: '10.2.0.53', port: 53, outcome: 'answered', detail: '' },
        { flow: 'dns-queries', transport: 'tcp', target: '10.2.0.53', address: '10.2.0.53', port: 53, outcome: 'no-answer', detail: '' },
        ...['10.2.0.25', '10.2.0.26'].map((target) => ({
          flow: 'smtp-to-internal',
          transport: 'tcp',
          target,
          address: target,
          port: 25,
          outcome: 'connected',
          detail: '',
        })),
      ],
      ...change,
    });
  const area = (page: Page) => page.locator('#builder-report');

  it('are scripts for each side, with the addresses that are typed', async () => {
    const page = await open();
    expect(await page.locator('[data-no-sides]').isVisible()).toBe(true);
    await fillOwn(page);
    await leave(page);
    const built = build(dataset, nftables, ownState);
    const sides = testSides(built);
    expect(await page.locator('[data-sides] tr').count()).toBe(sides.length);
    for (const { side, languages } of sides) {
      for (const language of languages) {
        const name = `Download the test script for ${side.name}, ${language === 'sh' ? 'bash' : 'PowerShell'}`;
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
        const script = testScript(dataset, ownState, built, side, language);
        expect(download.suggestedFilename()).toBe(script.name);
        expect(readFileSync(await download.path(), 'utf8')).toBe(script.text);
      }
    }
    expect(await page.getByRole('button', { name: 'for the gateway, PowerShell' }).count()).toBe(0);
  });

  it('say which flow is blocked, and lead to the rule that should have let it through', async () => {
    const page = await open();
    await fillOwn(page);
    await area(page).fill(report());
    const findings = page.locator('[data-finding-list] > li');
    const words = await page.locator('[data-findings-words]').textContent();
    expect(words).toMatch(
      /^From the gateway itself \(10\.1\.0\.10\), seg1, 2026-02-03T04:05:06Z: 1 blocked, \d+ not clear, 1 let through\.$/,
    );
    expect(await page.locator('[role="status"][data-said]').textContent()).toBe(words);
    expect(await findings.first().getAttribute('data-verdict')).toBe('blocked');
    expect(await findings.first().textContent()).toContain('No answer: tcp/53 to 10.2.0.53');
    expect(await findings.first().textContent()).toContain(
      'This rule should let it through: IPv4, DNS queries: the gateway to DNS resolvers, tcp/53',
    );
    await findings.first().getByRole('button', { name: 'Show the rule: IPv4, tcp/53' }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(
      'IPv4, DNS queries: the gateway to DNS resolvers, tcp/53',
    );
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid');

    await field(page, 'a.dns-resolvers').fill('10.2.0.99');
    await leave(page);
    expect(await findings.first().textContent()).toContain('Was it changed after the script was made?');
    expect(await page.locator('[data-doubts]').textContent()).toBe(
      'The report has addresses that the selection does not have now: 10.2.0.53. Make the script anew.',
    );
  });

  it.each(labReports)(
    'of a firewall that lacks a rule name the flow that it blocks, and the rule: $without',
    async ({ without, report: found }) => {
      const page = await open();
      await chooseEverything(page);
      await fillMadeUp(page);
      await area(page).fill(JSON.stringify({ ...found, dataset: dataset.product.dataset }));
      expect(await page.locator('[data-doubts]').textContent()).toBe('');
      const blocked = page.locator('[data-finding-list] > li[data-verdict="blocked"]');
      expect(await blocked.count()).toBe(1);
      const flow = flowsOf(dataset).find((each) => without.startsWith(each.id) && /^-(tcp|udp)-[46]$/.test(without.slice(each.id.length)));
      expect(await blocked.locator('strong').textContent()).toBe(flow?.title);
      await blocked.getByRole('button').click();
      const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.rules);
      expect((await focused())?.split(' ')).toContain(without);
      await expect.poll(() => page.locator(`[data-rules~="${without}"]`).isVisible()).toBe(true);
    },
  );

  it('are listed with the reason where no script can make them', async () => {
    const page = await open();
    await chooseEverything(page);
    await fillMadeUp(page);
    await page.getByText('What the scripts do not try, and why').click();
    const items = await page.locator('[data-untried] li').allTextContents();
    const lines = untriedFlows(build(dataset, nftables, withExample({ ...start, everything: true }, nftables)));
    expect(items).toEqual(
      lines.map(
        ({ reason, option, flows }) => `${flows.join(', ')}: ${reason}${option === null ? '.' : `; name one to the script: ${option}`}`,
      ),
    );
    expect(items.join('\n')).toMatch(/\(tcp\/80\): .*\*\.apc\.avira\.com.*: more than one machine; name one to the script: --target/);
  });

  it('are read from a file, also as Windows PowerShell writes one', async () => {
    const page = await open();
    await fillOwn(page);
    const buffer = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(report(), 'utf16le')]);
    await page.getByLabel('Open a report').setInputFiles({ name: 'gateway.json', mimeType: 'application/json', buffer });
    await expect.poll(() => page.locator('[data-finding-list] > li').count()).toBeGreaterThan(2);
  });

  it('are read from a file that is dropped', async () => {
    const page = await open();
    await fillOwn(page);
    await page.locator('[data-drop]').evaluate((box, json) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([json], 'gateway.json'));
      box.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, report());
    await expect.poll(() => page.locator('[data-finding-list] > li').count()).toBeGreaterThan(2);
  });

  it.each([
    ['no JSON', '<svg onload=alert(1)>', 'This is no JSON'],
    ['another thing', '{"polluted":1}', 'This is no report of a test script'],
    ['markup for a host', report({ host: '<img src=x onerror=alert(1)>\u202e' }), '"host" is not what stands there'],
    ['a prototype', report({ side: '__proto__' }), '"side" is not what stands there'],
  ])('refuse what is no report: %s', async (_, json, words) => {
    const page = await open();
    page.on('dialog', () => expect.fail('a dialog'));
    await fillOwn(page);
    await area(page).fill(json);
    expect(await page.locator('[data-report-problem]').textContent()).toContain(words);
    expect(await page.locator('[data-findings]').isVisible()).toBe(false);
    expect(await page.locator('#builder img, #builder svg:not(.wide, .narrow)').count()).toBe(0);
  });

  it('refuse a file that is no report by its length alone', async () => {
    const page = await open();
    await fillOwn(page);
    await area(page).fill(report());
    const buffer = Buffer.alloc(6_000_000, '1');
    await page.getByLabel('Open a report').setInputFiles({ name: 'gateway.json', mimeType: 'application/json', buffer });
    await page.locator('[data-report-problem]').getByText('This is too long for a report of a test script.').waitFor();
    expect(await area(page).inputValue()).toBe('');
    expect(await page.locator('[data-findings]').isVisible()).toBe(false);
  });

  it('have only text of a report in the page, and doubt one of another selection', async () => {
    const page = await open();
    page.on('dialog', () => expect.fail('a dialog'));
    await fillOwn(page);
    await area(page).fill(report({ host: '<img src=x onerror=alert(1)>', release: '6.3.0' }));
    expect(await page.locator('[data-findings-words]').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('#builder img').count()).toBe(0);
    expect(await page.locator('[data-doubts]').textContent()).toContain('The report is about release 6.3.0, the selection about 5.1.0.');
  });
});
