/** Two releases compared: the page, JSON, CSV and text of every pair say the same, and what they say agrees with lists and rules. */
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Comparison, FlowChange } from '#exports/comparison-record.ts';
import { splitPage } from '#publish/split-page.ts';
import { attribute, type Element, find, first, shownText, site, textOf } from './built.ts';
import { copySays } from './copy-says.ts';
import { dataset, listOf, platforms, recordsOf, releases } from './published.ts';

const pairs = releases.flatMap((from, at) => releases.slice(at + 1).map((to) => ({ from, to, name: `${from} to ${to}` })));
type Pair = Pick<(typeof pairs)[number], 'from' | 'to'>;

const fileOf = ({ from, to }: Pair, extension: string) => site.text(`/api/v1/releases/${from}/${to}.${extension}`);
const jsonOf = (pair: Pair): Comparison => JSON.parse(fileOf(pair, 'json'));
const pageOf = ({ from, to }: Pair) => first(site.page(`/releases/${from}/${to}/`).document, 'main');
const dispositions = ['add', 'stay', 'remove', 'unknown'] as const;
const idsBy = (flows: readonly FlowChange[]) =>
  Object.fromEntries(
    dispositions.map((disposition) => [
      disposition,
      flows
        .filter((flow) => flow.disposition === disposition)
        .map(({ id }) => id)
        .sort(),
    ]),
  );

describe('every two releases', () => {
  it('have a page and three files, the earlier release first', () => {
    const pages = site.pages.map(({ path }) => path).filter((path) => /^\/releases\/[^/]+\/[^/]+\/$/.test(path));
    expect(pages.sort()).toEqual(pairs.map(({ from, to }) => `/releases/${from}/${to}/`).sort());
    const files = site.files.filter((path) => /^\/api\/v1\/releases\/[\d.]+\/[\d.]+\.[a-z]+$/.test(path));
    expect(files.sort()).toEqual(
      pairs.flatMap(({ from, to }) => ['csv', 'json', 'txt'].map((ending) => `/api/v1/releases/${from}/${to}.${ending}`)).sort(),
    );
    expect(pages).toHaveLength((releases.length * (releases.length - 1)) / 2);
  });

  it('fit the published schema', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(site.text('/api/v1/schema/comparison.json')));
    for (const pair of pairs) expect(validate(jsonOf(pair)), `${pair.name} ${JSON.stringify(validate.errors)}`).toBe(true);
  });

  it('lead to one another: from the page of all releases, and from each of the two', () => {
    const linked = (path: string) => new Set(find(site.page(path).document, 'a').map((link) => attribute(link, 'href')));
    const [all, plain] = [linked('/releases/'), linked('/releases/5.1.0/6.3.0/')];
    for (const { from, to, name } of pairs) {
      const path = `/releases/${from}/${to}/`;
      for (const hrefs of [all, plain, linked(`/releases/${from}/`), linked(`/releases/${to}/`)]) expect(hrefs.has(path), name).toBe(true);
    }
  });

  it('can grow: each flow is in one of the parts of a page that is too long, and the comparison itself in none', () => {
    for (const { from, to, name } of pairs) {
      const html = site.text(`/releases/${from}/${to}/index.html`);
      expect(html, name).not.toContain('schemaVersion');
      const placed = (text: string) => text.match(/<(?:tr|li|section)\b[^>]* data-part="[^"]+"/g) ?? [];
      const parts = splitPage(html, html.length - 15_000);
      expect(parts.length, name).toBeGreaterThan(1);
      expect(parts.flatMap((part) => placed(part.html)).sort(), name).toEqual(placed(html).sort());
    }
  });

  it('weigh little: below 60 kB of gzipped HTML', () => {
    for (const { from, to, name } of pairs)
      expect(gzipSync(site.bytes(`/releases/${from}/${to}/index.html`)).length, name).toBeLessThan(60_000);
  });
});

describe.each(pairs)('$name', (pair) => {
  const json = jsonOf(pair);
  const main = pageOf(pair);
  const text = fileOf(pair, 'txt');
  const flowOf = new Map(json.flows.map((flow) => [flow.id, flow]));
  const partsOf = (part: string) =>
    find(main, '[data-part]').filter((element) => attribute(element, 'data-part')?.split(' ').includes(part));
  const monoOf = (element: Element) =>
    find(element, '.mono')
      .flatMap((line) => textOf(line).split(' '))
      .sort();

  it('says which release and dataset it is of, and how far each copy goes', () => {
    const source = (release: string) => {
      const found = dataset.releases.find((entry) => entry.release === release);
      return { release, complete: found?.readTo.end, readTo: { port: found?.readTo.port, whole: found?.readTo.whole } };
    };
    expect(json).toMatchObject({ dataset: dataset.product.dataset, from: source(pair.from), to: source(pair.to) });
    expect(json.caution === null).toBe(json.to.complete);
    expect(text).toContain(`upgrade from ${pair.from} to ${pair.to}`);
    expect(textOf(first(main, 'h1'))).toBe(`From ${pair.from} to ${pair.to}`);
  });

  it('has each flow in the same place on the page, in JSON, in CSV and in the text', () => {
    const expected = idsBy(json.flows);
    const shown = Object.fromEntries(
      dispositions.map((part) => [
        part,
        partsOf(part)
          .map((element) => attribute(element, 'data-flow'))
          .sort(),
      ]),
    );
    expect(shown).toEqual(expected);
    const records = recordsOf(fileOf(pair, 'csv'));
    const listed = Object.fromEntries(
      dispositions.map((part) => [
        part,
        [...new Set(records.filter(({ disposition }) => disposition === part).map(({ id }) => id))].sort(),
      ]),
    );
    expect(listed).toEqual(expected);
    const sections = sectionsOf(text);
    expect({ add: sections.add, stay: sections.stay, remove: sections.remove, unknown: sections.unknown }).toEqual(expected);
  });

  it('has the same counts in the answer and in the text', () => {
    const counts = Object.fromEntries(find(main, '[data-count]').map((count) => [attribute(count, 'data-count'), Number(textOf(count))]));
    const ruled = json.flows.filter(({ via }) => via === null);
    const helped = json.flows.filter(({ via }) => via !== null);
    const { stay, unknown } = idsBy(json.flows);
    const expected: Record<keyof typeof labels, number | undefined> = {
      'rule-add': idsBy(ruled).add?.length,
      'helped-add': idsBy(helped).add?.length,
      'rule-remove': idsBy(ruled).remove?.length,
      'helped-remove': idsBy(helped).remove?.length,
      stay: stay?.length,
      unknown: unknown?.length,
    };
    for (const [part, number] of Object.entries(expected)) {
      expect(counts[part] ?? 0, part).toBe(number);
      expect(text).toMatch(new RegExp(`^${labels[part as keyof typeof labels]} +${number === 0 ? 'none' : `${number} flows?`}$`, 'm'));
    }
    // What a helper opens is no item of its own.
    for (const part of ['add', 'remove'] as const) for (const { id } of helped) expect(blockOf(text, part, id)).not.toMatch(/^\[ \]/);
    const toSee = json.flows.filter(({ disposition, current }) => disposition === 'unknown' && current.status === 'printed');
    expect(counts.see ?? 0).toBe(toSee.length);
    expect(partsOf('see').map((element) => attribute(element, 'data-flow'))).toEqual(toSee.map(({ id }) => id));
  });

  it('has the same ports, ends and hosts for what is opened and what may go', () => {
    for (const part of ['add', 'remove'] as const) {
      for (const row of partsOf(part)) {
        const flow = flowOf.get(attribute(row, 'data-flow') ?? '') as FlowChange;
        const hosts = part === 'add' ? flow.current.hosts : flow.hosts.removed;
        expect(monoOf(row), flow.id).toEqual(hosts.toSorted());
        const range = ({ from, to }: { from: number; to: number }) => (from === to ? `${from}` : `${from}-${to}`);
        expect(find(row, '.chip').map((chip) => textOf(chip))).toEqual(
          flow.transport.map((name) => `${name.toUpperCase()} ${flow.ports.map(range).join()}`),
        );
        expect(textOf(first(row, '.ends'), (each) => attribute(each, 'aria-hidden') === 'true')).toBe(
          `${flow.direction}bound from ${flow.source.name} to ${flow.destination.name}`,
        );
        const block = blockOf(text, part, flow.id);
        expect(hostsIn(block), flow.id).toEqual(hosts.toSorted());
        expect(unfolded(block)).toContain(`${flow.direction}bound: ${flow.source.name}`);
        for (const id of flow.sharedWith) {
          expect(block).toContain('Do not take along');
          expect(textOf(row)).toContain('do not take along');
          expect(idsIn(block)).toContain(id);
        }
      }
    }
  });

  it('has the same hosts of flows that stay', () => {
    const changed = json.flows.filter(
      ({ disposition, hosts }) => disposition === 'stay' && Object.values(hosts).some(({ length }) => length > 0),
    );
    expect(partsOf('hosts').map((element) => attribute(element, 'data-flow'))).toEqual(changed.map(({ id }) => id));
    for (const element of partsOf('hosts')) {
      const { id, hosts } = flowOf.get(attribute(element, 'data-flow') ?? '') as FlowChange;
      const lists = Object.fromEntries(find(element, 'dt').map((term, at) => [textOf(term), monoOf(find(element, 'dd')[at] as Element)]));
      const expected = {
        Add: hosts.added,
        'See to': hosts.perhapsAdded,
        'May go': hosts.removed.filter((host) => !hosts.covered.includes(host)),
        Covered: hosts.covered,
        'Not known': hosts.perhapsRemoved,
      };
      for (const [at, names] of find(element, 'dd').entries()) {
        const term = textOf(find(element, 'dt')[at] as Element);
        if (term === 'Add' || term === 'See to') continue;
        for (const { id: other, title, current } of json.flows) {
          const needs = other !== id && current.status !== 'unresolved' && monoOf(names).some((host) => current.hosts.includes(host));
          const words = `Needed for ${title} too: `;
          expect(textOf(names).includes(words), `${id}, ${other}`).toBe(needs);
          if (needs) expect(unfolded(text)).toContain(`Needed for ${title} (${other}) too: `);
        }
      }
      expect(lists, id).toEqual(
        Object.fromEntries(
          Object.entries(expected)
            .filter(([, names]) => names.length > 0)
            .map(([term, names]) => [term, names.toSorted()]),
        ),
      );
      const told = (['hosts', 'hostsGone', 'hostsUnknown'] as const).flatMap((part) => hostsIn(blockOf(text, part, id)));
      expect(told.sort(), id).toEqual([...hosts.added, ...hosts.perhapsAdded, ...hosts.removed, ...hosts.perhapsRemoved].sort());
    }
  });

  it('gives the same reasons for what cannot be known', () => {
    const reasons = new Map<string, string[]>();
    for (const { id, reason } of json.flows) if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
    const shown = find(main, '.reason').map((group) => [
      textOf(first(group, 'p')),
      find(group, 'li[data-flow]').map((item) => attribute(item, 'data-flow')),
    ]);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(reasons));
    for (const reason of reasons.keys()) expect(unfolded(text)).toContain(reason);
    for (const { disposition, reason } of json.flows) expect(reason === null).toBe(disposition !== 'unknown');
  });

  it('shows the prints that changed, each with its rows', () => {
    for (const kind of ['direction', 'condition', 'wording'] as const) {
      const changed = json.flows.filter(({ printedChanges }) => printedChanges.some((change) => change.kind === kind)).map(({ id }) => id);
      const shown = partsOf(kind).map((element) => attribute(find(element, 'a').at(-1) as Element, 'href')?.split('#')[1]);
      expect(shown.sort(), kind).toEqual(changed.sort());
      for (const { printedChanges, previous, current } of json.flows) {
        const change = printedChanges.find((each) => each.kind === kind);
        if (!change) continue;
        const words = textOf(main);
        for (const print of [change.previous, change.current]) expect(words).toContain(print ?? 'none');
        const hrefs = find(main, 'a').map((link) => attribute(link, 'href'));
        for (const { row } of previous.printed) expect(hrefs).toContain(`/releases/${pair.from}/#row-${row}`);
        for (const { row } of current.printed) expect(hrefs).toContain(`/releases/${pair.to}/#row-${row}`);
      }
    }
  });

  it('has in CSV what JSON has, record by record', () => {
    const expected = json.flows.flatMap((flow) =>
      flow.transport.flatMap((transport) =>
        flow.ports.map(({ from, to }) => ({
          from: pair.from,
          to: pair.to,
          id: flow.id,
          disposition: flow.disposition,
          reason: flow.reason ?? '',
          transport,
          port_from: String(from),
          port_to: String(to),
          hosts_added: flow.hosts.added.join(' '),
          hosts_removed: flow.hosts.removed.join(' '),
          hosts_perhaps_added: flow.hosts.perhapsAdded.join(' '),
          hosts_perhaps_removed: flow.hosts.perhapsRemoved.join(' '),
          shared_with: flow.sharedWith.join(' '),
          previous_rows: flow.previous.printed.map(({ row }) => row).join(' '),
          current_rows: flow.current.printed.map(({ row }) => row).join(' '),
          previous_status: flow.previous.status,
          current_status: flow.current.status,
          caution: flow.disposition === 'remove' || flow.hosts.removed.length > 0 ? (json.caution ?? '') : '',
        })),
      ),
    );
    const records = recordsOf(fileOf(pair, 'csv'));
    expect(records).toHaveLength(expected.length);
    expect(records.map((record, at) => Object.fromEntries(Object.keys(expected[at] ?? {}).map((key) => [key, record[key]])))).toEqual(
      expected,
    );
  });

  it('shows the text as the file has it, all of it without JavaScript', () => {
    expect(raw(first(main, 'pre'))).toBe(text);
    expect(text).toMatch(/^[ -~\n]+\n$/);
    expect(text.split('\n').filter((line) => line.length > 78 && !/^ *https?:\/\/\S+$/.test(line))).toEqual([]);
  });

  it('warns before anything is closed where the later copy ends early', () => {
    const goes = json.flows.some(
      ({ disposition, hosts }) => disposition === 'remove' || (disposition === 'stay' && hosts.removed.length > 0),
    );
    const warned = json.caution !== null && goes;
    expect(shownText(main).includes(json.caution ?? 'no caution at all') && goes).toBe(warned);
    expect(unfolded(text).includes(json.caution ?? 'no caution at all')).toBe(warned);
  });

  describe('agrees with the lists and rules of both releases', () => {
    const [before, after] = [listOf(pair.from), listOf(pair.to)];
    const hostsBefore = new Map(before.flows.map(({ id, hosts }) => [id, hosts]));
    const hostsAfter = new Map(after.flows.map(({ id, hosts }) => [id, hosts]));
    /** Host names, one on a line: exact ones, and with wildcards. */
    const lists = [`/lists/${pair.to}/all.txt`, `/lists/${pair.to}/asterisk/all.txt`];
    const inLists = new Set(lists.flatMap((path) => site.text(path).split('\n')));
    const inCsv = new Set(recordsOf(site.text(`/api/v1/releases/${pair.to}/flows.csv`)).flatMap(({ hosts = '' }) => hosts.split(' ')));
    const rules = platforms.map(({ id, extension }) => ({
      id,
      text: unfolded(site.text(`/rules/${pair.to}/${id}.${extension}`).replace(/^\s*[#!;/]+/gm, ' ')),
    }));

    it('a flow is added, stays, goes or cannot be known as the two copies have it, worked out here a second time', () => {
      const all = dataset.features.flatMap(({ flows }) => flows);
      const expected = all.flatMap(({ id, unresolved }) => {
        const [earlier, later] = [copySays(pair.from, id), copySays(pair.to, id)];
        if (later === 'not printed') {
          if (hostsBefore.has(id)) return [`${id} remove`];
          return earlier === 'not printed' ? [] : [`${id} unknown`];
        }
        if (later === 'nothing' || unresolved) return [`${id} unknown`];
        if (earlier === 'not printed') return [`${id} add`];
        return [`${id} ${hostsBefore.has(id) ? 'stay' : 'unknown'}`];
      });
      expect(json.flows.map(({ id, disposition }) => `${id} ${disposition}`).sort()).toEqual(expected.sort());
      for (const { id, disposition } of json.flows)
        if (disposition !== 'unknown') expect(hostsAfter.has(id), id).toBe(disposition !== 'remove');
    });

    it('hosts are certain where both lists can be relied on, and there only', () => {
      for (const { id, hosts, previous, current } of json.flows) {
        const [earlier, later] = [copySays(pair.from, id), copySays(pair.to, id)];
        const lacked = earlier === 'not printed' || (earlier === 'printed' && previous.hostList !== 'cut');
        const dropped = later === 'not printed' || (later === 'printed' && current.hostList === 'complete');
        expect((later === 'printed' && lacked ? hosts.perhapsAdded : hosts.added).length, id).toBe(0);
        expect((dropped ? hosts.perhapsRemoved : hosts.removed).length, id).toBe(0);
      }
    });

    it('a flow that goes is in no rules of the later release, and one that stays or comes is told of in all', () => {
      const titles = after.flows.map(({ title }) => title);
      for (const { id, title, disposition } of json.flows) {
        if (disposition === 'unknown' || titles.some((other) => other !== title && other.includes(title))) continue;
        for (const rule of rules) expect(rule.text.includes(title), `${id} on ${rule.id}`).toBe(disposition !== 'remove');
      }
    });

    it('every difference of two lists of hosts is in the comparison, and none that is not there', () => {
      for (const { id, hosts } of json.flows) {
        const [earlier, later] = [hostsBefore.get(id) ?? [], hostsAfter.get(id) ?? []];
        expect([...hosts.added, ...hosts.perhapsAdded], id).toEqual(later.filter((host) => !earlier.includes(host)));
        expect([...hosts.removed, ...hosts.perhapsRemoved], id).toEqual(earlier.filter((host) => !later.includes(host)));
      }
    });

    it('a host that is removed is in no later list and in no later rules, unless another flow names it there', () => {
      const still = new Set([...hostsAfter.values()].flat());
      const removed = new Set(json.flows.flatMap(({ hosts }) => hosts.removed).filter((host) => !still.has(host)));
      for (const host of removed) {
        expect(inCsv.has(host), host).toBe(false);
        expect(inLists.has(host), host).toBe(false);
        const name = host.replace(/^\*\./, '').replaceAll('.', String.raw`\.`);
        for (const rule of rules)
          expect(new RegExp(String.raw`(?<![\w.-])\.?${name}(?![\w-])`).test(rule.text), `${host} on ${rule.id}`).toBe(false);
      }
      for (const host of json.flows.flatMap(({ hosts }) => hosts.added)) {
        expect(inCsv.has(host), host).toBe(true);
        expect(inLists.has(host), host).toBe(true);
      }
    });
  });
});

/** What an administrator has to know, read by hand from the tables of both releases. */
describe('from 5.1.0 to 6.3.0', () => {
  const pair = { from: '5.1.0', to: '6.3.0' };
  const json = jsonOf(pair);
  const flow = (id: string) => json.flows.find((each) => each.id === id) as FlowChange;
  const numbered = (name: string, count: number, domain = 'clearswift.net') =>
    Array.from({ length: count }, (_, at) => `${name}${at + 1}.${domain}`);

  it('three flows are to be opened: certificate look-ups, and transaction logs over SFTP and by active FTP', () => {
    expect(idsBy(json.flows).add).toEqual(['revocation-lookup', 'transaction-logs-ftp-active-data', 'transaction-logs-sftp']);
    const said = (id: string) => {
      const { transport, ports, sourcePorts, direction, current, via } = flow(id);
      return { transport, port: ports[0]?.from, source: sourcePorts[0]?.from, direction, rows: current.printed.map(({ row }) => row), via };
    };
    expect(said('revocation-lookup')).toEqual({ transport: ['tcp'], port: 80, source: undefined, direction: 'out', rows: [8], via: null });
    expect(said('transaction-logs-sftp')).toEqual({
      transport: ['tcp'],
      port: 22,
      source: undefined,
      direction: 'out',
      rows: [3],
      via: null,
    });
    expect(said('transaction-logs-ftp-active-data')).toEqual({
      transport: ['tcp'],
      port: 1024,
      source: 20,
      direction: 'in',
      rows: [1],
      via: 'transaction-logs-ftp',
    });
  });

  it('nine flows may go, with the hosts that 5.1.0 names for them', () => {
    const gone = json.flows.filter(({ disposition }) => disposition === 'remove');
    const said = Object.fromEntries(
      gone.map(({ id, hosts, previous }) => [id, { row: previous.printed.map(({ row }) => row).join(), hosts: hosts.removed.toSorted() }]),
    );
    expect(said).toEqual({
      'product-updates': { row: '11', hosts: ['repo.clearswift.net', 'rh.repo.clearswift.net'] },
      'av-sophos': { row: '12', hosts: numbered('sav-update-', 6) },
      'av-avira': { row: '12', hosts: ['*.apc.avira.com', ...numbered('aav-update-', 6)] },
      'av-kaspersky': { row: '12', hosts: numbered('kav-update-8-', 6) },
      'pmm-portal': { row: '10', hosts: [] },
      'backup-ftps-explicit': { row: '3', hosts: [] },
      'transaction-logs-ftps-explicit': { row: '3', hosts: [] },
      'online-help': { row: '17', hosts: [] },
      'service-availability-list': { row: '18', hosts: numbered('services', 3) },
    });
  });

  it('explicit FTPS goes, and must not take plain FTP on the same port along', () => {
    expect(flow('backup-ftps-explicit').sharedWith).toEqual(['backup-ftp']);
    expect(flow('transaction-logs-ftps-explicit').sharedWith).toEqual(['transaction-logs-ftp']);
    expect(json.flows.filter(({ sharedWith }) => sharedWith.length > 0)).toHaveLength(2);
  });

  it('one wildcard takes the place of six names, and leaves one of them out; one NTP server is left of four', () => {
    const none = { perhapsAdded: [], perhapsRemoved: [] };
    expect(flow('spam-statistics').hosts).toEqual({
      added: ['*.mailshell.net'],
      removed: ['clearswiftstat.mailshell.net'],
      covered: ['clearswiftstat.mailshell.net'],
      ...none,
    });
    const covered = ['sn12.mailshell.net', 'verio.mailshell.net', 'ruledownloads.mailshell.net', 'tisdk.mailshell.net'];
    const { removed, ...hosts } = flow('spamlogic-updates').hosts;
    expect(hosts).toEqual({ added: ['*.mailshell.net'], covered, ...none });
    expect(removed.toSorted()).toEqual([...covered, 'db11.spamcatcher.net'].sort());
    expect(flow('ntp-time').hosts).toEqual({
      added: [],
      removed: ['0.rhel.pool.ntp.org', '1.rhel.pool.ntp.org', '3.rhel.pool.ntp.org'],
      covered: [],
      ...none,
    });
  });

  it('two rows print another direction, in three flows', () => {
    const changed = json.flows.flatMap(({ id, printedChanges }) =>
      printedChanges.filter(({ kind }) => kind === 'direction').map(({ previous, current }) => `${id}: ${previous} to ${current}`),
    );
    expect(changed.sort()).toEqual([
      'backup-sftp: Out to In/Out',
      'lexical-data-sftp: Out to In/Out',
      'trustmanager-livefeed: In/Out to Out',
    ]);
  });

  it('the conditions of FTP and DNS are others', () => {
    const changed = json.flows.filter(({ printedChanges }) => printedChanges.some(({ kind }) => kind === 'condition')).map(({ id }) => id);
    expect(changed.sort()).toEqual(['backup-ftp', 'backup-ftp-active-data', 'dns-queries', 'transaction-logs-ftp']);
  });

  it('rows that say the same in both tables are not called changed for the layout of the newer one', () => {
    for (const id of ['smtp-inbound', 'smtp-direct', 'ntlm-endpoint-mapper', 'ntlm-name-service', 'ntlm-session-service', 'snmp-alerts'])
      expect(flow(id).printedChanges, id).toEqual([]);
  });

  it('nobody knows of anything from port 389 on: nineteen flows to leave open, two to open nothing for', () => {
    const unknown = json.flows.filter(({ disposition }) => disposition === 'unknown');
    const leave = unknown.filter(
      ({ reason }) => reason === 'The copy of 6.3.0 ends before its place, and 5.1.0 printed it. Leave it open until you know.',
    );
    expect(leave).toHaveLength(19);
    expect(leave.filter(({ ports }) => (ports[0]?.from ?? 0) < 389)).toEqual([]);
    const rows = new Set(leave.flatMap(({ previous }) => previous.printed.map(({ row }) => row)));
    expect([...rows].sort((a, b) => a - b)).toEqual([26, 27, 28, 30, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41]);
    const unresolved = unknown.filter(({ reason }) => reason?.startsWith('The source breaks off before it says what it is for.'));
    expect(unresolved.map(({ previous }) => previous.printed.map(({ row }) => row))).toEqual([[29], [31]]);
    expect(leave.length + unresolved.length).toBe(unknown.length);
  });

  it('says on the page and in the text that what moved past port 389 would stand unread', () => {
    const said = 'If it moved to port 389 or a higher one, its new row stands past that end, where nobody has read.';
    expect(shownText(pageOf(pair))).toContain(said);
    expect(unfolded(fileOf(pair, 'txt'))).toContain(said);
    expect(unfolded(fileOf(pair, 'txt'))).toContain(
      'See first that these still work: Product and system updates; Anti-virus updates; Personal Message Manager; Backup and restore; Transaction logs; Online help; Service Availability List.',
    );
  });
});

it('from 4.7.2 to 5.1.0, what the older copy does not reach is to be seen open: the web interface, LDAP and 21 more', () => {
  const { flows } = jsonOf({ from: '4.7.2', to: '5.1.0' });
  const toSee = flows.filter(({ disposition, current }) => disposition === 'unknown' && current.status === 'printed').map(({ id }) => id);
  expect(toSee).toEqual(expect.arrayContaining(['web-interface', 'ldap', 'syslog-export', 'snmp-polling']));
  expect(toSee).toHaveLength(23);
  expect(idsBy(flows).add).toEqual(['av-avira', 'spamlogic-updates']);
  expect(idsBy(flows).remove).toEqual(['transaction-logs-sftp']);
});

it('from 4.7.2 to 5.1.0, hosts that the spam policy may no longer need are named for the updates of SpamLogic', () => {
  const said = (words: string) => /Needed for SpamLogic updates.*? too: (.*?)\.(?: |$)/.exec(words)?.[1]?.split(', ').sort();
  const expected = ['sn12.mailshell.net', 'tisdk.mailshell.net', 'verio.mailshell.net'];
  expect(said(unfolded(fileOf({ from: '4.7.2', to: '5.1.0' }, 'txt')))).toEqual(expected);
  expect(said(unfolded(shownText(pageOf({ from: '4.7.2', to: '5.1.0' }))))).toEqual(expected);
});

it('from 4.11.0 to 5.0.0, a list that breaks off makes nothing new: no flow comes or goes', () => {
  const { flows } = jsonOf({ from: '4.11.0', to: '5.0.0' });
  expect(idsBy(flows)).toMatchObject({ add: [], remove: [] });
  expect(flows.flatMap(({ hosts }) => [...hosts.added, ...hosts.removed])).toEqual([]);
  expect(flows.find(({ id }) => id === 'av-avira')?.hosts.perhapsAdded).toEqual([
    'aav-update-5.clearswift.net',
    'aav-update-6.clearswift.net',
    '*.apc.avira.com',
  ]);
});

const labels = {
  'rule-add': 'Open before the upgrade',
  'helped-add': '  opened by FTP helper',
  'rule-remove': 'May be closed afterwards',
  'helped-remove': '  with no rule of its own',
  stay: 'Leave open',
  unknown: 'Cannot be known',
} as const;

/** The text of a section of a change request, and its blocks, which begin with a flow. */
const titles = {
  add: '1. OPEN',
  hosts: '2. HOSTS',
  stay: '3. LEAVE',
  remove: '4. MAY',
  hostsGone: '4. MAY',
  unknown: '5. CANNOT',
  hostsUnknown: '5. CANNOT',
} as const;

function blocksOf(text: string, part: keyof typeof titles): string[] {
  const section = text.split(/\n\n(?=[^\n]+\n-{3,}\n)/).find((each) => each.startsWith(titles[part])) ?? '';
  const blocks = section
    .split('\n')
    .slice(2)
    .join('\n')
    .split('\n\n')
    .filter((block) => idOf(block) !== undefined);
  const staying = (block: string) => block.includes('\n    The flow stays');
  if (part === 'hostsGone' || part === 'hostsUnknown') return blocks.filter(staying);
  return part === 'hosts' ? blocks : blocks.filter((block) => !staying(block));
}

/** The flow that a block begins with: its id stands in brackets at the end of a name, which may go over two lines. */
const idOf = (block: string) => /^(?:\[ \] )?\S[^\n]*?(?:\n {4}[^\n]*?)??\(([a-z0-9-]+)\)\n/.exec(block)?.[1];
const idsIn = (block: string) => [...unfolded(block).matchAll(/\(([a-z0-9-]+)\)/g)].map(([, id]) => id);
const blockOf = (text: string, part: keyof typeof titles, id: string) => blocksOf(text, part).find((block) => idOf(block) === id) ?? '';
const sectionsOf = (text: string) =>
  Object.fromEntries(
    Object.keys(titles).map((part) => [
      part,
      blocksOf(text, part as keyof typeof titles)
        .map((block) => idOf(block) as string)
        .sort(),
    ]),
  );
/** The names that stand alone on a line. */
const hostsIn = (block: string) =>
  [...block.matchAll(/^ {6}((?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/gm)].map(([, host]) => host as string).sort();
const unfolded = (text: string) => text.replace(/\s+/g, ' ');
/** Text of an element, every byte of it. */
const raw = (node: Parameters<typeof textOf>[0]): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(raw).join('') : '';
