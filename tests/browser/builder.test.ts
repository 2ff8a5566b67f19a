/** The builder as a person uses it: by mouse, by keyboard, by a link, by a file, and with nothing that harms. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { build } from '#builder/result.ts';
import { presetAnswers, selectFlows } from '#builder/selection.ts';
import { startState, withExample } from '#builder/start.ts';
import { type State, stateText } from '#builder/state.ts';
import { testScript, testSides, untriedFlows } from '#builder/test-kit.ts';
import { flowsOf } from '#dataset/dataset.ts';
import { isCurrent } from '#dataset/release-flow.ts';
import type { Report } from '#kit/report.ts';
import { root, site } from '../dist/built.ts';
import { current, dataset, platforms } from '../dist/published.ts';
import { type Reader, visits } from './visit.ts';

/** What the test scripts have reported from the lab, each where a rule was missing. */
const labReports: { without: string; report: Report }[] = readFileSync(join(root, 'tests/fixtures/lab-reports.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const { arrive, visit, origin } = visits();
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const nftables = platforms.find(({ id }) => id === 'nftables') as (typeof platforms)[number];
const start = startState(dataset, nftables);

const ready = (page: Page) => page.locator('#builder form:not([inert])').waitFor();
async function open(path = '/builder/', reader?: Reader): Promise<Page> {
  const page = await visit(path, reader);
  await ready(page);
  return page;
}

const field = (page: Page, name: string) => page.locator(`#builder [name="${name}"]`);
const errors = (page: Page, name: string) => page.locator(`#builder [data-errors="${name}"] li`).allTextContents();
const text = (page: Page) => page.locator('#builder-text').textContent();
const summary = (page: Page) => page.locator('[data-summary-words]').textContent();
const fragment = (page: Page) => new URL(page.url()).hash;
const outcome = (page: Page, flow: string) => page.locator(`#builder [data-flows] tr:has(a[href$="#${flow}"]) .outcome`).textContent();
/** What stands in the form, as a person sees it. */
const values = (page: Page) =>
  page
    .locator('#builder form')
    .evaluate((form) => Object.fromEntries([...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, `${value}`])));

/** Somebody's own gateway behind nftables, as far as a single gateway needs it. */
const own = {
  'a.gateway': '10.1.0.10',
  'a.internal-mail-servers': '10.2.0.25\n10.2.0.26',
  'a.dns-resolvers': '10.2.0.53',
  'a.administrators': '10.3.0.0/24',
  'z.internet': 'eth0',
  'z.dmz': 'eth1',
  'z.lan': 'eth2',
  'z.management': 'eth3',
};
async function fillOwn(page: Page, change: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ ...own, ...change })) await field(page, name).fill(value);
}
/** The same as a state. */
const ownState: State = {
  ...start,
  addresses: {
    gateway: ['10.1.0.10'],
    'internal-mail-servers': ['10.2.0.25', '10.2.0.26'],
    'dns-resolvers': ['10.2.0.53'],
    administrators: ['10.3.0.0/24'],
  },
  zones: { internet: 'eth0', dmz: 'eth1', lan: 'eth2', management: 'eth3' },
};
const ownText = build(dataset, nftables, ownState).rules?.text;

describe('rules', () => {
  it('come while one types, from nothing, in a few fields', async () => {
    const page = await open();
    expect(await summary(page)).toBe('No rule yet, 8 still to type');
    expect(await page.locator('#builder-text').isVisible()).toBe(false);
    await fillOwn(page);
    expect(await text(page)).toBe(ownText);
    expect(await summary(page)).toBe('12 rules, 5 flows not covered');
    expect(await page.locator('[data-figures]').textContent()).toBe(
      `12 rules in ${(ownText ?? '').split('\n').length - 1} lines for nftables, seen from one firewall between all zones.`,
    );
  });

  it.each(platforms)(
    'for the example are the published ones, byte for byte: $name',
    async ({ id, extension, alternatives = [], vantages }) => {
      const page = await open();
      await field(page, 'platform').selectOption(id);
      await page.getByRole('radio', { name: /^Everything/ }).check();
      await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
      expect(await text(page)).toBe(site.text(`/rules/${current}/${id}.${extension}`));
      for (const vantage of vantages) {
        await page.locator(`[name="vantage"][value="${vantage}"]`).check();
        await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
        const stem = vantage === 'edge' ? id : `${id}-${vantage}`;
        expect(await text(page), vantage).toBe(site.text(`/rules/${current}/${stem}.${extension}`));
        for (const form of alternatives) {
          await page.locator(`[name="form.${id}"][value="${form.id}"]`).check();
          expect(await text(page), form.id).toBe(site.text(`/rules/${current}/${stem}-${form.id}.${extension}`));
          await page.locator(`[name="form.${id}"][value=""]`).check();
        }
      }
    },
  );

  it('say what has checked the generator on each platform, and that nobody has parsed this text', async () => {
    const page = await open();
    for (const { id } of platforms) {
      await field(page, 'platform').selectOption(id);
      await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
      const badges = await page.locator('#builder .badge:visible').allTextContents();
      const onPage = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), `/rules/${id}/`);
      expect(badges.length).toBeGreaterThan(0);
      for (const badge of badges) expect(onPage).toContain(badge.replaceAll("'", '&#39;'));
    }
    expect(await page.locator('[data-rules]').textContent()).toContain('nobody has parsed this very text');
  });

  it('are copied and saved as they are shown, under a name that says what they are', async () => {
    const page = await open('/builder/', clipboard);
    await fillOwn(page, { prefix: 'ACME mail/1' });
    const rules = page.locator('[data-rules]');
    await rules.getByRole('button', { name: /^Copy/ }).click();
    await rules.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text(page));
    const [download] = await Promise.all([page.waitForEvent('download'), rules.getByRole('button', { name: 'Download' }).click()]);
    expect(download.suggestedFilename()).toBe(`ACME-mail-1-${current}-nftables-${dataset.product.dataset}.nft`);
    expect(readFileSync(await download.path(), 'utf8')).toBe(await text(page));
  });

  it('are copied over plain http too, where a browser has no clipboard for scripts', async () => {
    const page = await open(origin().replace('127.0.0.1', 'portcullis.example').concat('/builder/'));
    expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false);
    await fillOwn(page);
    await page.locator('[data-rules]').getByRole('button', { name: /^Copy/ }).click();
    await page.locator('[data-rules]').getByText('Copied', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.locator('[data-copied]').getByText('Copied').waitFor();
  });

  it('that a browser refuses to copy are said to be refused', async () => {
    const page = await visit('/builder/', {
      before: () => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        Document.prototype.execCommand = () => false;
      },
    });
    await ready(page);
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.getByText('This browser refuses to copy here: copy the address of the page').waitFor();
  });
});

describe('the set-up', () => {
  it.each(dataset.presets)('can start as: $title', async ({ id, title }) => {
    const page = await open();
    await page.getByRole('radio', { name: title }).check();
    await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
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
    const page = await open();
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
    await page.locator('h1').click();
    expect(await errors(page, 'passive')).toEqual(['"50099-50000" is reversed: write 50000-50099.']);
    await field(page, 'passive').fill('50000-50099');
    expect(await text(page)).toContain('50000:50099');
  });
});

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
    await page.locator('h1').click();
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
    await page.locator('h1').click();
    expect(await errors(page, 'addresses.gateway')).toEqual(['"mail.acme.org" is a host name: type the address of the gateway.']);
    expect(await errors(page, 'zones.lan')).toEqual([
      expect.stringContaining('"lan+" is no name that nftables takes: type the name of one interface'),
    ]);
  });

  it('is not complained of while it is being typed, and no longer once it is right', async () => {
    const page = await open();
    await field(page, 'a.gateway').pressSequentially('10.1.0.');
    expect(await errors(page, 'addresses.gateway')).toEqual([]);
    await field(page, 'a.gateway').pressSequentially('010');
    await expect.poll(() => errors(page, 'addresses.gateway')).toHaveLength(1);
    await field(page, 'a.gateway').fill('10.1.0.10');
    expect(await errors(page, 'addresses.gateway')).toEqual([]);
  });

  it('makes no markup and runs nothing, wherever it is typed', async () => {
    const page = await open();
    const hostile = '"><img src=x onerror=alert(1)><svg onload=alert(1)>';
    page.on('dialog', () => expect.fail('a dialog'));
    for (const name of ['a.gateway', 'a.dns-resolvers', 'z.internet', 'prefix']) await field(page, name).fill(hostile);
    await page.locator('h1').click();
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll<HTMLDetailsElement>('#builder details')) fold.open = true;
    });
    await page.waitForTimeout(100);
    expect(await page.locator('#builder img, #builder [onload], #builder [onerror]').count()).toBe(0);
    expect(await page.locator('[data-missing]').textContent()).toContain(hostile);
  });
});

describe('a state', () => {
  it('comes back by its link in another browser, and pins dataset and release', async () => {
    const page = await open('/builder/', clipboard);
    await fillOwn(page);
    await page.getByRole('radio', { name: 'Behind a relay host' }).check();
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.locator('[data-copied]').getByText('Copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(page.url());
    expect(new URL(link).search).toBe('');
    expect(new URL(link).hash).toMatch(new RegExp(`^#v=1&d=${dataset.product.dataset}&r=${current}&p=nftables&`));

    const other = await arrive();
    await other.goto(link);
    await ready(other);
    expect(await text(other)).toBe(await text(page));
    expect(await values(other)).toEqual(await values(page));
    expect(await other.locator('[data-notes]').isVisible()).toBe(false);
    await other.context().close();
  });

  it('can be shared without addresses and names, and the address bar then has none either', async () => {
    const page = await open('/builder/', clipboard);
    await fillOwn(page, { prefix: 'ACME' });
    await page.getByRole('checkbox', { name: 'without my addresses and names' }).check();
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.locator('[data-copied]').getByText('Copied').waitFor();
    for (const link of [await page.evaluate(() => navigator.clipboard.readText()), page.url()]) {
      for (const word of ['10.', 'eth', 'ACME']) expect(new URL(link).hash).not.toContain(word);
    }
    const before = await text(page);
    await page.reload();
    await ready(page);
    expect(await text(page)).toBe(before);
    await field(page, 'a.dns-resolvers').fill('10.2.0.54');
    await page.locator('h1').click();
    expect(fragment(page)).not.toContain('10.2.0.54');
  });

  it('stays without addresses in the address bar on the way back and forth', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByRole('radio', { name: 'Behind a relay host' }).check();
    const box = page.getByRole('checkbox', { name: 'without my addresses and names' });
    await box.check();
    await page.goBack();
    await expect.poll(() => values(page)).toMatchObject({ preset: 'sensible-start', ...own });
    expect(await box.isChecked()).toBe(true);
    expect(fragment(page)).toMatch(/^#v=1&/);
    expect(fragment(page)).not.toContain('10.');
    await page.goForward();
    await expect.poll(() => values(page)).toMatchObject({ preset: 'relay-host', ...own });
    expect(await box.isChecked()).toBe(true);
    expect(fragment(page)).not.toContain('10.');
  });

  it('stays through a reload, and Back and Forward go from choice to choice', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByRole('radio', { name: 'Peers of a group' }).check();
    await field(page, 'platform').selectOption('cisco-asa');
    await field(page, 'z.internet').fill('outside_in');
    await page.locator('h1').click();
    const [last, lastText] = [await values(page), await text(page)];
    await page.goBack();
    expect(await values(page)).toMatchObject({ platform: 'nftables', preset: 'peers', 'z.internet': 'eth0' });
    await page.goBack();
    expect(await values(page)).toMatchObject({ platform: 'nftables', preset: 'sensible-start', ...own });
    expect(await text(page)).toBe(ownText);
    await page.goForward();
    await page.goForward();
    expect(await values(page)).toEqual(last);
    expect(await text(page)).toBe(lastText);
    await page.reload();
    await ready(page);
    expect(await values(page)).toEqual(last);
  });

  it('survives the way to a place in the page, and another page', async () => {
    const page = await open();
    await fillOwn(page);
    await page.keyboard.press('Control+Home');
    await page.evaluate(() => {
      location.hash = '#_top';
    });
    await expect.poll(() => fragment(page)).toMatch(/^#v=1&/);
    await page.locator('[data-flows] a').first().click();
    await page.waitForURL('**/features/**');
    await page.goBack();
    await ready(page);
    expect(await text(page)).toBe(ownText);
  });

  it('is kept on the machine only if that is asked for, and forgotten by one click', async () => {
    const page = await open();
    await fillOwn(page);
    const stored = () => page.evaluate(() => Object.values({ ...localStorage }).join());
    expect(await stored()).not.toContain('10.1.0.10');
    await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
    expect(await stored()).toContain('10.1.0.10');
    await field(page, 'a.dns-resolvers').fill('10.2.0.99');
    await page.locator('h1').click();
    await expect.poll(stored).toContain('10.2.0.99');

    await page.goto('about:blank');
    await page.goto('/builder/');
    await ready(page);
    expect(await field(page, 'a.dns-resolvers').inputValue()).toBe('10.2.0.99');
    expect(await page.getByRole('checkbox', { name: 'Keep it in this browser' }).isChecked()).toBe(true);

    await page.locator('#builder-report').fill('{"host":"10.1.0.10"}');
    await page.getByRole('button', { name: 'Forget everything' }).click();
    expect(await page.locator('#builder-report').inputValue()).toBe('');
    expect(await stored()).not.toContain('10.');
    expect(fragment(page)).not.toContain('10.');
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
    await page.reload();
    await ready(page);
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
  });

  it('that is kept does not give way to a link unasked', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
    await page.goto('about:blank');
    await page.goto(`/builder/#v=1&d=${dataset.product.dataset}&r=${current}&p=ufw&at=edge&x=OTHER&a.gateway=10.9.9.9`);
    await ready(page);
    expect(await values(page)).toMatchObject({ platform: 'ufw', 'a.gateway': '10.9.9.9' });
    await field(page, 'a.gateway').fill('10.9.9.8');
    await page.locator('h1').click();
    expect(await page.evaluate(() => localStorage.getItem('portcullis-builder'))).toContain('10.1.0.10');
    await page.getByRole('button', { name: 'Show what is kept in this browser instead' }).click();
    expect(await text(page)).toBe(ownText);
  });

  it('says that a newer dataset has been made since, and what it does not have', async () => {
    const page = await open(`/builder/#v=1&d=2025.01.01&r=5.0.9&p=netscreen&at=edge&q=delivery.pigeon_weather.fair&a.nobody=10.0.0.1`);
    const notes = await page.locator('[data-notes]').textContent();
    for (const words of [
      `It was made with dataset 2025.01.01. This page has the newer one of ${dataset.product.dataset}`,
      'Release 5.0.9 is not in this dataset: 5.1.0 is chosen.',
      'There are no rules for "netscreen" here',
      '"How does mail leave for the Internet?" has other answers in this dataset',
      'The question "weather" is not in this dataset',
      '"nobody" is nobody whose addresses are asked for',
    ]) {
      expect(notes).toContain(words);
    }
  });

  it('is saved as a file, and read from one', async () => {
    const page = await open();
    await fillOwn(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
    expect(download.suggestedFilename()).toBe(`SEG-${current}-builder-${dataset.product.dataset}.json`);
    const path = await download.path();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ownState);
    await page.getByRole('button', { name: 'Forget everything' }).click();
    await page.getByLabel('Open a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: readFileSync(path) });
    await expect.poll(() => text(page)).toBe(ownText);
    await page.goBack();
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
  });
});

describe('what comes from outside and means harm', () => {
  const harm = (page: Page) => {
    const said: string[] = [];
    page.on('dialog', (dialog) => said.push(dialog.message()));
    page.on('pageerror', (error) => said.push(`${error}`));
    return said;
  };
  const polluted = (page: Page) =>
    page.evaluate(
      () => 'polluted' in {} || document.querySelectorAll('#builder :is(svg:not(.wide, .narrow), img, script:not([src]))').length > 0,
    );

  it.each([
    ['an object', '#{"gw":"<svg onload=alert(1)>"}'],
    ['a broken one', '#%7Bbroken'],
    ['next to nothing', '#v=1'],
    ['another version', '#v=2&d=2026.11.25&r=5.1.0&p=nftables&at=edge'],
    ['markup', '#v=1&d=<img src=x onerror=alert(1)>&r=5.1.0&p=nftables&at=edge'],
    ['a key there is not', '#v=1&d=2026.11.25&r=5.1.0&p=nftables&at=edge&onload=alert(1)'],
    ['a prototype', '#v=1&d=2026.11.25&r=5.1.0&p=nftables&at=edge&a.__proto__=polluted'],
    ['a constructor', '#v=1&d=2026.11.25&r=5.1.0&p=constructor&at=edge&q=constructor.polluted'],
    ['no end', `#v=1&d=2026.11.25&r=5.1.0&p=nftables&at=edge&x=${'x'.repeat(70_000)}`],
    ['no UTF-8', '#v=%E0%A4%A'],
  ])('is inert as a fragment, and nothing of it is used: %s', async (_, hash) => {
    const page = await visit('about:blank');
    const said = harm(page);
    await page.goto(`/builder/${hash}`);
    await ready(page);
    expect(await page.locator('[data-notes]').textContent()).toContain('The address cannot be read, and nothing of it is used:');
    expect(await values(page)).toMatchObject({ release: current, platform: 'nftables', prefix: 'SEG', 'a.gateway': '' });
    expect(said).toEqual([]);
    expect(await polluted(page)).toBe(false);
  });

  it('is only text where a link has the right shape', async () => {
    const page = await visit('about:blank');
    const said = harm(page);
    const evil = '"><img src=x onerror=alert(1)>';
    await page.goto(
      `/builder/#${new URLSearchParams({ v: '1', d: dataset.product.dataset, r: current, p: 'nftables', at: 'edge', x: evil, 'a.gateway': evil, 'z.internet': evil, pasv: evil })}`,
    );
    await ready(page);
    expect(await field(page, 'a.gateway').inputValue()).toBe(evil);
    expect(await errors(page, 'addresses.gateway')).toHaveLength(1);
    expect(said).toEqual([]);
    expect(await polluted(page)).toBe(false);
  });

  it('is not taken over by an address that is edited later either', async () => {
    const page = await open();
    await fillOwn(page);
    await page.evaluate(() => {
      location.hash = '#{"gw":1}';
    });
    await page.locator('[data-notes]').getByText('cannot be read').waitFor();
    expect(await text(page)).toBe(ownText);
  });

  const valid = stateText(ownState);
  it.each([
    ['no JSON', '<svg onload=alert(1)>', 'is no JSON'],
    ['nothing', '', 'is no JSON'],
    ['a list', '[]', ''],
    ['an unknown key', valid.replace('"version"', '"onload": "alert(1)", "version"'), ''],
    ['a prototype', valid.replace('"gateway"', '"__proto__"'), 'has a key "__proto__"'],
    ['a constructor', valid.replace('"gateway"', '"constructor"'), 'addresses.constructor'],
    ['wrong types', valid.replace('"everything": false', '"everything": "no"'), 'everything'],
    ['markup for a platform', valid.replace('"nftables"', '"<img src=x onerror=alert(1)>"'), 'platform is not an id'],
    ['no end', valid.replace('10.1.0.10', '1'.repeat(70_000)), 'is longer than 65536 characters'],
    ['more than is ever read', '1'.repeat(6_000_000), 'is longer than 65536 characters'],
    ['another file', '{"name":"x","scripts":{}}', 'is nothing that the builder has made'],
  ])('is refused as a file, and what is there stays: %s', async (_, json, words) => {
    const page = await open();
    const said = harm(page);
    await fillOwn(page);
    await page.getByLabel('Open a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(json) });
    const alert = page.locator('[role="alert"][data-file-notes]');
    await alert.getByText('The file cannot be read, and nothing of it is used:').waitFor();
    expect(await alert.textContent()).toContain(words);
    expect(await text(page)).toBe(ownText);
    expect(said).toEqual([]);
    expect(await polluted(page)).toBe(false);
  });

  it('is refused where it is kept, and a fresh start is made', async () => {
    const page = await visit('/builder/', {
      before: () => localStorage.setItem('portcullis-builder', '{"version":1,"addresses":{"__proto__":{"polluted":1}}}'),
    });
    await ready(page);
    expect(await page.locator('[data-notes]').textContent()).toContain('What is kept in this browser cannot be read');
    expect(await polluted(page)).toBe(false);
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
  });
});

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
    await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
    expect(await text(page)).toContain('EXAMPLE: all addresses');
    for (const [name, value] of Object.entries(own).filter(([each]) => each !== 'a.administrators')) await field(page, name).fill(value);
    expect(await text(page)).not.toContain('EXAMPLE');
    expect(await page.locator('[data-missing]').textContent()).toBe(
      'Made up, as in an example: the addresses of administrators. Type yours.',
    );
  });
});

it('lets a button stay where it is while it is pressed, though something is to be said of what was typed just before', async () => {
  const page = await open('/builder/', clipboard);
  await fillOwn(page, { 'a.gateway': '10.1.0.010' });
  await field(page, 'a.gateway').press('End');
  await page.keyboard.type('1');
  const button = page.getByRole('button', { name: 'Copy a link to this' });
  await button.scrollIntoViewIfNeeded();
  const place = async () => (await button.boundingBox())?.y;
  await button.hover();
  await page.mouse.down();
  const before = await place();
  // Longer than the pause after which something counts as typed.
  await page.waitForTimeout(800);
  expect(await place()).toBe(before);
  await page.mouse.up();
  await page.locator('[data-copied]').getByText('Copied').waitFor();
  await expect.poll(() => errors(page, 'addresses.gateway')).toHaveLength(1);
});

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
    await page.locator('h1').click();
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
    await page.locator('h1').click();
    expect(await findings.first().textContent()).toContain('Was it changed after the script was made?');
    expect(await page.locator('[data-doubts]').textContent()).toBe(
      'The report has addresses that the selection does not have now: 10.2.0.53. Make the script anew.',
    );
  });

  it.each(labReports)(
    'of a firewall that lacks a rule name the flow that it blocks, and the rule: $without',
    async ({ without, report: found }) => {
      const page = await open();
      await page.getByRole('radio', { name: /^Everything/ }).check();
      await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
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
    await page.getByRole('radio', { name: /^Everything/ }).check();
    await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
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

describe('everybody', () => {
  it('can do it by keyboard alone', async () => {
    const page = await open();
    const name = () =>
      page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (wanted: string) => {
      for (let stops = 0; stops < 80 && (await name()) !== wanted; stops += 1) {
        await page.keyboard.press('Tab');
        const { framed, hidden } = await page.evaluate(() => {
          const at = document.activeElement as HTMLElement;
          const { top, bottom } = at.getBoundingClientRect();
          const bar = document.querySelector('[data-summary]')?.getBoundingClientRect();
          const frame = at.matches('input[type="file"]') ? at.parentElement : at;
          return {
            framed: getComputedStyle(frame ?? at).outlineStyle !== 'none',
            hidden: at.closest('#builder form') !== null && bar !== undefined && top >= bar.top && bottom <= bar.bottom,
          };
        });
        expect(framed, await name()).toBe(true);
        expect(hidden, `${await name()} is behind the bar`).toBe(false);
      }
      expect(await name()).toBe(wanted);
    };
    await page.locator('h1').click();
    await tabTo('preset');
    await page.keyboard.press('ArrowDown');
    expect(await values(page)).toMatchObject({ preset: 'relay-host' });
    await tabTo('platform');
    await page.keyboard.type('nft');
    for (const [each, value] of Object.entries(own)
      .toSorted(([a], [b]) => (a.startsWith('z') ? 0 : 1) - (b.startsWith('z') ? 0 : 1))
      .filter(([each]) => each.startsWith('z'))) {
      await tabTo(each);
      await page.keyboard.type(value);
    }
    for (const [each, value] of [
      ['a.gateway', own['a.gateway']],
      ['a.internal-mail-servers', own['a.internal-mail-servers']],
      ['a.relay-host', '198.18.0.25'],
      ['a.dns-resolvers', own['a.dns-resolvers']],
      ['a.administrators', own['a.administrators']],
    ] as const) {
      await tabTo(each);
      await page.keyboard.type(value);
    }
    expect(await summary(page)).toBe('12 rules, 5 flows not covered');
    await page.getByRole('button', { name: 'See the rules' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('result');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('builder-text');
  });

  it('hears what has changed, once it has been typed', async () => {
    const page = await open();
    const said = page.locator('[role="status"][data-said]');
    await fillOwn(page);
    await expect.poll(() => said.textContent()).toBe('12 rules, 5 flows not covered');
    await field(page, 'a.gateway').fill('10.1.0.010');
    await expect
      .poll(() => said.textContent())
      .toBe('No rule yet, 1 entry refused: "10.1.0.010" has a leading zero, which some programs read as octal: leave it out.');
    await page.getByRole('radio', { name: 'Peers of a group' }).check();
    expect(await said.textContent()).toContain('No rule yet');
  });

  it('has no need to scroll sideways on a phone, filled or with mistakes', async () => {
    const page = await open('/builder/', { width: 375, height: 800 });
    await page.getByRole('radio', { name: /^Everything/ }).check();
    await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
    await field(page, 'a.dns-resolvers').fill(`${'x'.repeat(120)}\n2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff/128`);
    await page.locator('h1').click();
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll<HTMLDetailsElement>('#builder details')) fold.open = true;
    });
    for (const width of [375, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  it('reads without JavaScript what the page needs, and finds the ready-made rules', async () => {
    const page = await visit('/builder/', { javaScriptEnabled: false });
    expect(await page.locator('#builder').isVisible()).toBe(false);
    const notice = page.locator('main .notice:visible');
    expect(await notice.textContent()).toContain('The builder needs JavaScript');
    await notice.getByRole('link', { name: 'ready-made rules' }).click();
    await page.waitForURL('**/rules/');
  });

  it('is told where the dataset cannot be had', async () => {
    const page = await arrive();
    await page.route('**/builder/dataset.json', (route) => route.fulfill({ status: 503 }));
    await page.goto('/builder/');
    await page.getByText('The dataset could not be loaded: reload the page, or take the ready-made rules.').waitFor();
    await page.context().close();
  });

  it('has the result on paper, and not the form', async () => {
    const page = await open();
    await fillOwn(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#builder form').isVisible()).toBe(false);
    expect(await page.locator('[data-summary]').isVisible()).toBe(false);
    expect(await page.locator('#builder-text').evaluate((pre) => pre.scrollHeight <= pre.clientHeight + 1)).toBe(true);
  });
});

describe('nothing that is typed', () => {
  it('leaves the browser: there is no request once the page is loaded', async () => {
    const page = await arrive({ acceptDownloads: true });
    const requests: Request[] = [];
    await page.goto('/builder/');
    await ready(page);
    await page.waitForLoadState('networkidle');
    page.on('request', (request) => requests.push(request));
    await fillOwn(page, { prefix: 'ACME' });
    for (const { id } of platforms) await field(page, 'platform').selectOption(id);
    await page.getByRole('radio', { name: /^Everything/ }).check();
    await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll<HTMLDetailsElement>('#builder details')) fold.open = true;
    });
    await page.locator('#builder-report').fill(JSON.stringify(labReports[0]?.report));
    await page.locator('[data-finding-list] > li').first().waitFor();
    for (const button of await page.locator('#builder [data-download]').all()) {
      await Promise.all([page.waitForEvent('download'), button.click()]);
    }
    await page.goBack();
    // Chromium asks for the icon of the site at each entry of the history.
    const asked = requests.filter((request) => !request.url().startsWith('blob:') && new URL(request.url()).pathname !== '/favicon.svg');
    expect(asked.map((request) => request.url())).toEqual([]);
    for (const request of requests)
      expect(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`).not.toMatch(/10\.\d|eth\d|ACME/);
    await page.context().close();
  });

  it('stands in the address that is sent when a page is opened or left', async () => {
    const page = await arrive();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${JSON.stringify(request.headers())}`));
    await page.goto('/builder/');
    await ready(page);
    await fillOwn(page);
    await page.locator('h1').click();
    const link = page.url();
    await page.locator('[data-flows] a').first().click();
    await page.waitForURL('**/features/**');
    await page.goto(link);
    await ready(page);
    // A browser keeps the fragment to itself; what is recorded here is what it knows, so the fragment is cut off.
    expect(sent.map((each) => each.replace(/#\S*/g, '')).filter((each) => each.includes('10.1.0.10'))).toEqual([]);
    await page.context().close();
  });
});

it('runs under a strict policy: scripts of the site and its known inline ones only', async () => {
  const html = site.text('/builder/index.html');
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
  expect(html).not.toMatch(/\son[a-z]+=/);
  const policy = `default-src 'none'; script-src 'self' ${inline.join(' ')}; style-src 'self' 'unsafe-inline'; style-src-attr 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  const page = await arrive({ acceptDownloads: true });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    );
  });
  await page.route('**/builder/', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto('/builder/');
  await ready(page);
  const before = await page.evaluate(() => [...(window as unknown as { violations: string[] }).violations]);
  await fillOwn(page);
  await page.getByRole('radio', { name: /^Everything/ }).check();
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>('#builder details')) fold.open = true;
  });
  await page.getByRole('button', { name: 'Copy a link to this' }).click();
  await Promise.all([page.waitForEvent('download'), page.locator('[data-download="rules"]').click()]);
  await Promise.all([page.waitForEvent('download'), page.locator('[data-download^="test."]').first().click()]);
  await page.locator('#builder-report').fill(JSON.stringify(labReports[0]?.report));
  await page.locator('[data-finding-list] > li').first().waitFor();
  await page
    .getByLabel('Open a file')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(stateText(ownState)) });
  await expect.poll(() => text(page)).toBe(ownText);
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual(before);
  expect(before.filter((each) => each.startsWith('script'))).toEqual([]);
  await page.context().close();
});
