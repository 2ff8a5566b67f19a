/** The firewall: what its platform is called by, where it stands, and what its rules see. */
import { describe, expect, it } from 'vitest';
import { builders, errors, field, fillOwn, leave, outcome, text } from './builder-page.ts';

const { open, openWithoutTime } = builders();

describe('the firewall', () => {
  it('asks for the names that its rules have, and keeps those of another kind apart', async () => {
    const page = await open();
    await fillOwn(page);
    const names = () => page.locator('[data-zone]:visible label').allTextContents();
    expect(await names()).toEqual(['Internet', 'DMZ', 'Internal network', 'Management']);
    await field(page, 'platform').selectOption('check-point');
    expect(await names()).toEqual(['Internet']);
    expect(await field(page, 'z.internet').inputValue()).toBe('');
    expect(await outcome(page, 'smtp-inbound')).toBe('not yet: type a name of "Internet"');
    await field(page, 'z.internet').fill('ExternalZone');
    expect(await outcome(page, 'smtp-inbound')).toBe('yes');
    await field(page, 'platform').selectOption('aws');
    expect(await names()).toEqual([]);
    await field(page, 'platform').selectOption('iptables');
    expect(await field(page, 'z.internet').inputValue()).toBe('eth0');
    await field(page, 'platform').selectOption('check-point');
    expect(await field(page, 'z.internet').inputValue()).toBe('ExternalZone');
  });

  it('stands where its platform can, and asks only for who is on its two sides', async () => {
    const page = await open();
    await page.locator('[name="vantage"][value="host"]').check();
    await field(page, 'platform').selectOption('azure');
    expect(await page.locator('[name="vantage"]:checked').inputValue()).toBe('edge');
    expect(await page.locator('[data-vantage="host"]').isVisible()).toBe(false);
    await page.locator('[name="vantage"][value="inner"]').check();
    const asked = await page.locator('[data-party]:visible').evaluateAll((boxes) => boxes.map((box) => (box as HTMLElement).dataset.party));
    expect(asked).toEqual(['gateway', 'internal-mail-servers', 'dns-resolvers', 'administrators']);
    expect(await outcome(page, 'ntp-time')).toBe('no: it does not cross this firewall');
  });

  it('has the public address of the gateway where its rules see that', async () => {
    const page = await open();
    await fillOwn(page);
    expect(await page.locator('[data-public-words]').textContent()).toContain('nftables sees connections after destination NAT');
    await field(page, 'nat').fill('198.18.0.10');
    expect(await text(page)).not.toContain('198.18.0.10');
    await field(page, 'platform').selectOption('pan-os');
    await fillOwn(page, { nat: '' });
    expect(await page.locator('[data-public-words]').textContent()).toContain('The Internet does not route 10.1.0.10, which is private');
    await fillOwn(page, { nat: '198.18.0.10' });
    expect(await page.locator('[data-public-words]').textContent()).not.toContain('private');
    expect(await text(page)).toContain('198.18.0.10');
    expect(await page.locator('[data-flows] tr:has(a[href$="#smtp-inbound"]) td').nth(2).textContent()).toContain('198.18.0.10');
    await page.locator('[name="vantage"][value="inner"]').check();
    expect(await field(page, 'nat').isVisible()).toBe(false);
    expect(await text(page)).not.toContain('198.18.0.10');
  });

  it('says that a prefix is written otherwise', async () => {
    const page = await openWithoutTime();
    await fillOwn(page, { prefix: 'B\u00fcro' });
    expect(await page.locator('[data-respelt]').textContent()).toContain('nftables does not take it as it stands');
    await field(page, 'prefix').fill('');
    await page.locator('[data-summary-words]').getByText('No rule yet').waitFor();
    expect(await errors(page, 'prefix')).toEqual([]);
    await field(page, 'prefix').blur();
    expect(await errors(page, 'prefix')).toEqual(['The prefix is empty: type a few letters, such as SEG.']);
  });

  it('asks for a passive range where no helper follows FTP', async () => {
    const page = await open();
    await page.locator('[data-group="transfer"] > summary').click();
    await page
      .getByRole('group', { name: 'How do backups travel?' })
      .getByRole('checkbox', { name: /^FTP B/ })
      .check();
    expect(await field(page, 'passive').isVisible()).toBe(false);
    await field(page, 'platform').selectOption('ufw');
    await fillOwn(page, { 'a.backup-servers': '10.2.0.21', passive: '50099-50000' });
    await leave(page);
    expect(await errors(page, 'passive')).toEqual(['"50099-50000" is reversed: write 50000-50099.']);
    await field(page, 'passive').fill('50000-50099');
    expect(await text(page)).toContain('50000:50099');
  });
});
