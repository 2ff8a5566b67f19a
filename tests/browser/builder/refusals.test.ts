/** What cannot be taken is said beside its field, and nothing moves while it is said. */
import { describe, expect, it } from 'vitest';
import { builders, clipboard, errors, field, fillOwn, leave, rest, summary, text, unfold } from './builder-page.ts';

const { open, openWithoutTime } = builders();

/** What somebody types, and what is said beside the field. */
const refusals: [typed: string, said: string][] = [
  ['10.0.0.0/3', 'has a prefix length that is too short, below /8: type the networks that are meant.'],
  ['169.254.0.0/16', 'is a link-local address, which no firewall forwards: type another one.'],
  ['192.168.001.010', 'has a leading zero, which some programs read as octal: leave it out.'],
  ['192.0.2.10-192.0.2.20', 'is a range: type its prefixes, each by itself: 192.0.2.10/31 192.0.2.12/30 192.0.2.16/30 192.0.2.20.'],
  [
    '192.0.2.20-192.0.2.10',
    'is a reversed range: type its prefixes, each by itself: 192.0.2.10/31 192.0.2.12/30 192.0.2.16/30 192.0.2.20.',
  ],
  ['\uff11\uff10.0.0.1', 'has characters that only look like 10.0.0.1: type it again.'],
  ['10.0.0. 1', 'has a space inside: type each address by itself, without one.'],
  ['10.0.0.1/8', 'has bits set behind its prefix length: write 10.0.0.0/8, or the address alone.'],
  ['10.0.0.0/255.0.0.0', 'has a netmask: write 10.0.0.0/8.'],
  ['0.0.0.0/0', 'is every address there is: type the networks that are meant.'],
  ['::ffff:10.0.0.1', 'is an IPv4 address written as IPv6: write it as IPv4.'],
  ['127.0.0.1', 'is no address of one machine or network: type those that are meant.'],
  ['Mail.Example.Net', 'has upper case: write it as mail.example.net.'],
  ['<img src=x onerror=alert(1)>', 'has a space inside: type each address by itself, without one.'],
  ['"$(id)`id`', 'is no address, prefix or host name: write it as 203.0.113.10, 203.0.113.0/24, 2001:db8::10 or mail.example.net.'],
];

describe('what cannot be taken', () => {
  it.each(refusals)('is said beside its field, and in no rule: %j', async (typed, said) => {
    const page = await open();
    await fillOwn(page);
    const before = await text(page);
    await field(page, 'a.dns-resolvers').fill(`10.2.0.53\n${typed}`);
    await leave(page);
    expect(await errors(page, 'addresses.dns-resolvers')).toEqual([`"${typed}" ${said}`]);
    expect(await field(page, 'a.dns-resolvers').getAttribute('aria-invalid')).toBe('true');
    expect(await field(page, 'a.dns-resolvers').getAttribute('aria-describedby')).toContain('error-addresses-dns-resolvers');
    expect(await field(page, 'a.dns-resolvers').inputValue()).toBe(`10.2.0.53\n${typed}`);
    const after = await text(page);
    expect(after).not.toContain(typed);
    // Only the list of what is not covered has grown.
    expect((after ?? '').split('\n').filter((line) => !line.startsWith('#'))).toEqual(
      (before ?? '').split('\n').filter((line) => !line.startsWith('#')),
    );
    expect(await summary(page)).toContain('1 entry refused');
    await page.locator('[data-missing]').getByRole('button').first().click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('a.dns-resolvers');
  });

  it('is a host name of the gateway, and a name of a zone that means something to the firewall', async () => {
    const page = await open();
    await fillOwn(page, { 'a.gateway': 'mail.acme.org', 'z.lan': 'lan+' });
    await leave(page);
    expect(await errors(page, 'addresses.gateway')).toEqual(['"mail.acme.org" is a host name: type the address of the gateway.']);
    expect(await errors(page, 'zones.lan')).toEqual([
      expect.stringContaining('"lan+" is no name that nftables takes: type the name of one interface'),
    ]);
  });

  it('is not complained of while it is being typed, and no longer once it is right', async () => {
    const page = await openWithoutTime();
    await field(page, 'a.gateway').pressSequentially('10.1.0.');
    expect(await errors(page, 'addresses.gateway')).toEqual([]);
    await field(page, 'a.gateway').pressSequentially('010');
    expect(await errors(page, 'addresses.gateway')).toEqual([]);
    await rest(page);
    expect(await errors(page, 'addresses.gateway')).toHaveLength(1);
    await field(page, 'a.gateway').fill('10.1.0.10');
    expect(await errors(page, 'addresses.gateway')).toEqual([]);
  });

  it('makes no markup and runs nothing, wherever it is typed', async () => {
    const page = await open();
    const hostile = '"><img src=x onerror=alert(1)><svg onload=alert(1)>';
    page.on('dialog', () => expect.fail('a dialog'));
    for (const name of ['a.gateway', 'a.dns-resolvers', 'z.internet', 'prefix']) await field(page, name).fill(hostile);
    await leave(page);
    await unfold(page);
    expect(await page.locator('#builder img, #builder [onload], #builder [onerror]').count()).toBe(0);
    expect(await page.locator('[data-missing]').textContent()).toContain(hostile);
  });
});

it('lets a button stay where it is while it is pressed, though something is to be said of what was typed just before', async () => {
  const page = await openWithoutTime(clipboard);
  await fillOwn(page);
  await field(page, 'a.gateway').press('End');
  await page.keyboard.type('x');
  expect(await errors(page, 'addresses.gateway')).toEqual([]);
  const button = page.getByRole('button', { name: 'Copy a link to this' });
  await button.scrollIntoViewIfNeeded();
  const place = async () => (await button.boundingBox())?.y;
  await button.hover();
  const before = await place();
  await page.mouse.down();
  expect(await place()).toBe(before);
  await rest(page);
  expect(await place()).toBe(before);
  await page.mouse.up();
  await page.locator('[data-copied]').getByText('Copied').waitFor();
  await page.clock.runFor(0);
  expect(await errors(page, 'addresses.gateway')).toHaveLength(1);
});
