/** Who has no address is asked for, stays closed, or has a published name. */
import { describe, expect, it } from 'vitest';
import { builders, field, fillOwn, outcome, text } from './builder-page.ts';

const { open } = builders();

describe('who has no address', () => {
  it('is listed with the way to the field, and the flows are left out', async () => {
    const page = await open();
    await fillOwn(page, { 'a.dns-resolvers': '' });
    const box = page.locator('[data-missing]');
    expect(await outcome(page, 'dns-queries')).toBe('not yet: type an address of DNS resolvers');
    await box.getByRole('button', { name: 'an address of DNS resolvers' }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('a.dns-resolvers');
    await page.keyboard.type('10.2.0.53');
    expect(await box.isVisible()).toBe(false);
    expect(await outcome(page, 'dns-queries')).toBe('yes');
  });

  it('and whom the vendor does not name stays closed, until somebody opens it', async () => {
    const page = await open();
    await fillOwn(page);
    const reputation = page.locator('[data-party="reputation-servers"]');
    expect(await reputation.locator('[data-for]').textContent()).toBe('Closed: TRUSTmanager LiveFeed.');
    expect(await page.locator('[data-gap-list]').textContent()).toContain(
      'the vendor names no host for reputation servers in this release',
    );
    await reputation.getByRole('checkbox', { name: 'Allow any Internet address on UDP+TCP 53, by your choice' }).check();
    expect(await reputation.locator('[data-for]').textContent()).toBe('Open to any Internet address: TRUSTmanager LiveFeed.');
    expect(await outcome(page, 'trustmanager-livefeed')).toBe('yes');
    await reputation.getByRole('checkbox').uncheck();
    await field(page, 'a.reputation-servers').fill('198.18.0.53');
    expect(await outcome(page, 'trustmanager-livefeed')).toBe('yes');
    expect(await text(page)).toContain('198.18.0.53');
  });

  it('has the published names, or others in their place', async () => {
    const page = await open();
    await fillOwn(page);
    const ntp = page.locator('[data-party="ntp-servers"]');
    expect(await ntp.locator('[data-hosts]').textContent()).toContain('0.rhel.pool.ntp.org');
    await field(page, 'a.ntp-servers').fill('10.2.0.123');
    expect(await ntp.locator('[data-hosts]').isVisible()).toBe(false);
    await ntp.getByRole('combobox').selectOption('lan');
    expect(await text(page)).toMatch(/iifname "eth1" oifname "eth2" .*10\.2\.0\.123.* udp dport 123/);
    await field(page, 'a.ntp-servers').fill('');
    await field(page, 'platform').selectOption('ufw');
    expect(await ntp.locator('[data-for]').textContent()).toContain('ufw compares addresses, and its rules take no host name.');
  });
});
