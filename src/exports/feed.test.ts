import { describe, expect, it } from 'vitest';
import type { Dataset } from '#dataset/dataset.ts';
import { type Edit, editedFiles, exampleDataset } from '#dataset/example.ts';
import { toDataset } from '#dataset/read.ts';
import { type FeedAddresses, toFeed } from './feed.ts';

const at = (root: string): FeedAddresses => ({
  self: `${root}/feeds/x.atom`,
  home: `${root}/releases/`,
  dataset: `${root}/about/#changes`,
  comparison: (from, to) => `${root}/releases/${from}/${to}/`,
  flow: ({ feature, id }) => `${root}/features/${feature}/#${id}`,
});

function datasetOf(files: ReadonlyMap<string, string>): Dataset {
  const result = toDataset(files);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.dataset;
}
const feedOf = (feature?: string, ...edits: Edit[]) => toFeed(datasetOf(editedFiles(...edits)), at(''), feature);
const entryOf = (title: string, feed = feedOf()) => feed.entries.find((entry) => entry.title === title);
const changes = 'src/data/changes.yaml';

describe('the feed of all changes', () => {
  it('has an entry for each release after the first and for each change of the dataset, newest first', () => {
    expect(feedOf().entries.map(({ title, published }) => `${published} ${title}`)).toEqual([
      '2026-02-01T00:00:00Z Dataset 2026.02.01: SNMP',
      '2026-02-01T00:00:00Z Release 2.0.0: what changed since 1.1.0',
      '2026-01-01T00:00:00Z Dataset 2026.01.01: The first dataset',
      '2026-01-01T00:00:00Z Release 1.1.0: what changed since 1.0.0',
    ]);
  });

  it('has ids that were published and stay, wherever the site stands', () => {
    const ids = [
      'urn:uuid:d4dec597-8a4a-58f3-a996-dbf2d4e5e4ce',
      'urn:uuid:260d6c49-2508-58ce-8233-6f5e855071ab',
      'urn:uuid:4f539377-71c5-54e7-aab6-f927ce7f1faf',
      'urn:uuid:1d0966ff-7b86-50fa-b4ab-8f62411caaed',
      'urn:uuid:74b37d80-7a00-5cd2-bca3-c840d16d428f',
    ];
    const { id, entries } = feedOf();
    expect([id, ...entries.map((entry) => entry.id)]).toEqual(ids);
    const elsewhere = toFeed(exampleDataset(), at('https://ports.example.net/docs'));
    expect(elsewhere.entries.map((entry) => entry.id)).toEqual(entries.map((entry) => entry.id));
    expect(elsewhere.entries.map(({ address }) => address)).toContain('https://ports.example.net/docs/releases/1.1.0/2.0.0/');
  });

  it('counts what changed, and what cannot be known', () => {
    expect(entryOf('Release 2.0.0: what changed since 1.1.0')?.summary).toMatch(
      /^1 flow added, 2 flows removed, .*printed condition of 1 flow changed.*\. Whether 4 flows changed cannot be known\.$/,
    );
  });

  it('says of each flow who opens it to whom, on which transport and port', () => {
    const html = entryOf('Release 2.0.0: what changed since 1.1.0')?.html;
    expect(html).toContain(
      '<h3>Flows added</h3><ul><li><a href="/features/upkeep/#certificate-status">Certificate status</a>: from the gateway to revocation servers, TCP 80.</li></ul>',
    );
    expect(html).toContain('from backup servers to the gateway, TCP 1024-65535 from source port 20.');
    expect(html).toContain('TCP 80. Hosts: one.updates.example.net, two.updates.example.net, *.mirror.example.net.');
    expect(html).toContain('Before: a server beyond the firewall. Now: nothing printed.');
    expect(html).toMatch(/<p><a href="\/releases\/1\.1\.0\/2\.0\.0\/">1\.1\.0 and 2\.0\.0 compared<\/a><\/p>$/);
  });

  it('says why what cannot be known cannot, once for all flows of which it holds', () => {
    const html = entryOf('Release 2.0.0: what changed since 1.1.0')?.html ?? '';
    const reason = 'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it open until you know.';
    expect(html.split(reason)).toHaveLength(2);
    expect(html.split(reason)[1]).toMatch(/^<\/p><ul><li>.*Data to peers.*<li>.*Data from peers.*<li>.*SNMP polling.*<\/ul>/);
  });

  it('says what is compared where the release before does not tell', () => {
    const carried = 'Compared with 1.1.0, the nearest earlier release that tells.';
    const later = (editedFiles().get('src/data/releases/2.0.0.yaml') as string)
      .replace('release: "2.0.0"', 'release: "3.0.0"')
      .replace('readTo: { port: 161, whole: false }', 'readTo: { port: 80, whole: true, end: true }')
      .replace(/ {2}- \{ row: 6.*\n/, '');
    const feed = toFeed(datasetOf(new Map([...editedFiles(), ['src/data/releases/3.0.0.yaml', later]])), at(''));
    expect(entryOf('Release 3.0.0: what changed since 2.0.0', feed)?.html).toContain(
      `from SNMP managers to the gateway, UDP 161. ${carried}`,
    );
  });

  it('keeps what an id stands for when a release is put in between, and when it was published', () => {
    const path = 'src/data/releases/1.1.0.yaml';
    const between = (editedFiles().get(path) as string).replace(
      'release: "1.1.0"\nsince: "2026.01.01"',
      'release: "1.5.0"\nsince: "2026.02.01"',
    );
    const grown = toFeed(datasetOf(new Map([...editedFiles(), ['src/data/releases/1.5.0.yaml', between]])), at(''));
    const said = (feed: ReturnType<typeof toFeed>) =>
      new Map(feed.entries.map(({ id, title, address, published }) => [id, { title, address, published }]));
    const [before, after] = [said(feedOf()), said(grown)];
    expect([...before.keys()].filter((id) => !after.has(id))).toEqual([entryOf('Release 2.0.0: what changed since 1.1.0')?.id]);
    for (const [id, entry] of after) if (before.has(id)) expect(entry).toEqual(before.get(id));
  });

  it('says which names a wildcard still stands for, so that nobody closes them', () => {
    const list =
      'hosts: [one.updates.example.net]\n        hostList: cut\n    cut: true\n    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }';
    const wildcard = 'hosts: ["*.updates.example.net"]\n        hostList: complete';
    const feed = feedOf(undefined, ['src/data/releases/1.1.0.yaml', list, wildcard]);
    expect(entryOf('Release 1.1.0: what changed since 1.0.0', feed)?.html).toContain(
      'Hosts: one.updates.example.net, two.updates.example.net, *.mirror.example.net. *.updates.example.net now stands for one.updates.example.net, ' +
        'two.updates.example.net: keep the names where the firewall takes no wildcard.',
    );
  });

  it('names the flows that a change of the dataset touches, retired ones by their id', () => {
    const feed = feedOf(undefined, [changes, 'flows: [snmp-polling]', 'flows: [snmp-polling, smtp-legacy]']);
    expect(entryOf('Dataset 2026.02.01: SNMP', feed)?.html).toBe(
      '<p>Read again.</p><ul><li><a href="/features/upkeep/#snmp-polling">SNMP polling</a>: from SNMP managers to the gateway, UDP 161</li>' +
        '<li><code>smtp-legacy</code>, which is retired</li></ul><p><a href="/about/#changes">Changes of the dataset</a></p>',
    );
    expect(entryOf('Dataset 2026.01.01: The first dataset')?.html).toContain('<p>It touches every flow.</p>');
  });
});

describe('the feed of a feature', () => {
  it('has what touches its flows, and nothing else', () => {
    expect(feedOf('smtp').entries.map(({ title }) => title)).toEqual([
      'SMTP mail, release 2.0.0: what changed since 1.1.0',
      'Dataset 2026.01.01: The first dataset',
      'SMTP mail, release 1.1.0: what changed since 1.0.0',
    ]);
    expect(feedOf('upkeep').entries.map(({ title }) => title)).toContain('Dataset 2026.02.01: SNMP');
    for (const { html } of feedOf('smtp').entries) expect(html).not.toContain('/features/upkeep/');
  });

  it('leaves out a release that neither changes anything of it nor leaves anything open', () => {
    const path = 'src/data/releases/1.1.0.yaml';
    const same = (editedFiles().get(path) as string).replace('release: "1.1.0"', 'release: "1.5.0"');
    const grown = datasetOf(new Map([...editedFiles(), ['src/data/releases/1.5.0.yaml', same]]));
    const titlesOf = (feature?: string) => toFeed(grown, at(''), feature).entries.map(({ title }) => title);
    expect(titlesOf('smtp').filter((title) => title.includes('1.5.0'))).toEqual(['SMTP mail, release 2.0.0: what changed since 1.5.0']);
    expect(titlesOf('upkeep')).toContain('Backups and upkeep, release 1.5.0: what changed since 1.1.0');
    expect(entryOf('Release 1.5.0: what changed since 1.1.0', toFeed(grown, at('')))?.summary).toBe(
      'No change could be read. Whether 1 flow changed cannot be known.',
    );
  });

  it('shares the entries of changes of the dataset with the feed of all, and has its own of releases', () => {
    const all = feedOf().entries.map(({ id }) => id);
    const shared = feedOf('upkeep').entries.filter(({ id }) => all.includes(id));
    expect(shared.map(({ title }) => title)).toEqual(['Dataset 2026.02.01: SNMP', 'Dataset 2026.01.01: The first dataset']);
  });
});

describe('an entry is updated', () => {
  const updatedOf = (title: string, feed = feedOf()) => {
    const entry = entryOf(title, feed);
    return [entry?.published, entry?.updated];
  };

  it('by the newest change of the dataset that touches a flow it names, and published with its releases', () => {
    expect(updatedOf('Release 1.1.0: what changed since 1.0.0')).toEqual(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z']);
    expect(updatedOf('SMTP mail, release 1.1.0: what changed since 1.0.0', feedOf('smtp'))).toEqual([
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00Z',
    ]);
  });

  it('by one that touches every flow', () => {
    const feed = feedOf('smtp', [changes, ', flows: [snmp-polling]', '']);
    expect(updatedOf('SMTP mail, release 1.1.0: what changed since 1.0.0', feed)[1]).toBe('2026-02-01T00:00:00Z');
    expect(feed.updated).toBe('2026-02-01T00:00:00Z');
  });

  it('never before it was published, and the feed with its newest entry', () => {
    for (const feed of [feedOf(), feedOf('smtp'), feedOf('upkeep')]) {
      for (const { published, updated } of feed.entries) expect(updated >= published).toBe(true);
      expect(
        feed.entries
          .map(({ updated }) => updated)
          .toSorted()
          .at(-1),
      ).toBe(feed.updated);
    }
  });
});

it('takes a text of the dataset for text, never for HTML', () => {
  const hostile = `<img src=x onerror="alert('1')"> & ]]>`;
  const dataset = structuredClone(exampleDataset()) as Dataset & { changes: { reason: string }[]; parties: { name: string }[] };
  for (const record of dataset.changes) record.reason = hostile;
  for (const record of dataset.parties) record.name = hostile;
  const safe = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; ]]&gt;';
  const feed = toFeed(dataset, at(''));
  expect(entryOf('Dataset 2026.02.01: SNMP', feed)?.html).toContain(`<p>${safe}</p>`);
  expect(entryOf('Dataset 2026.02.01: SNMP', feed)?.html).toContain(`: from ${safe} to ${safe}, UDP 161`);
  expect(entryOf('Dataset 2026.02.01: SNMP', feed)?.summary).toBe(hostile);
  for (const { html } of feed.entries) expect(html).not.toContain('<img');
});
