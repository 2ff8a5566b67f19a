/** What else the builder makes: the table of flows, the rules in words, a diagram, a change request. */
import { describe, expect, it } from 'vitest';
import { site } from '../../dist/built.ts';
import { builders, field, fillMadeUp, fillOwn, own, text } from './builder-page.ts';

const { open } = builders();

describe('what else is shown', () => {
  it('is each flow with who opens it to whom, at the addresses that are typed', async () => {
    const page = await open();
    await fillOwn(page);
    const cells = (flow: string) => page.locator(`[data-flows] tr:has(a[href$="#${flow}"]) :is(td, th)`).allTextContents();
    expect((await cells('dns-queries')).map((cell) => cell.replace(/\s+/g, ' '))).toEqual([
      'UDP 53TCP 53',
      'DNS queries',
      'the gateway DMZ10.1.0.10',
      'DNS resolvers Internal network10.2.0.53',
      'yes',
    ]);
    expect((await cells('unresolved-https-row-29')).at(-1)).toBe('never: the source does not say what it is for');
    for (const link of await page.locator('[data-flows] a').all()) {
      const [path = '', id = ''] = ((await link.getAttribute('href')) ?? '').split('#');
      expect(site.text(`${path.split('?')[0]}index.html`)).toContain(`id="${id}"`);
    }
  });

  it('is a line for each rule, a diagram, and a change request, as they are unfolded', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByText('Rule by rule, in words').click();
    await page.locator('[data-lines] > li').first().waitFor();
    const lines = await page.locator('[data-lines] > li').allInnerTexts();
    expect(lines.map((line) => line.split('\n'))).toContainEqual([
      'IPv4, DNS queries: the gateway to DNS resolvers, udp/53',
      '10.1.0.10 to 10.2.0.53',
      'For DNS.',
    ]);
    await page.getByText('A diagram by zone').click();
    const figure = page.locator('[data-drawing]');
    const flows = await page.locator('[data-flows] tr:not([data-outcome="unresolved"])').count();
    await expect.poll(() => figure.locator('svg.wide .arrow').count()).toBe(flows);
    expect(await figure.locator('svg.wide .dashed').count()).toBe(3);
    await figure.getByText('The diagram as text').click();
    expect(await figure.locator('li').allTextContents()).toContain('DNS queries: the gateway (DMZ) to DNS resolvers (Internal network)');
    await page.getByText('A change request', { exact: true }).click();
    await expect.poll(() => page.locator('#builder-request').textContent()).toMatch(/\w/);
    const request = await page.locator('#builder-request').textContent();
    expect(request).toContain('CHANGE REQUEST: Clearswift Secure Email Gateway 5.1.0');
    expect(request).toContain('Addresses:      10.2.0.53');
    await field(page, 'a.dns-resolvers').fill('10.2.0.77');
    expect(await page.locator('#builder-request').textContent()).toContain('10.2.0.77');
    expect(await page.locator('[data-lines]').textContent()).toContain('10.2.0.77');
  });

  it('is that addresses are made up still', async () => {
    const page = await open();
    await fillMadeUp(page);
    expect(await text(page)).toContain('EXAMPLE: all addresses');
    for (const [name, value] of Object.entries(own).filter(([each]) => each !== 'a.administrators')) await field(page, name).fill(value);
    expect(await text(page)).not.toContain('EXAMPLE');
    expect(await page.locator('[data-missing]').textContent()).toBe(
      'Made up, as in an example: the addresses of administrators. Type yours.',
    );
  });
});
