/** What every platform whose rules are Terraform files is held to. */
import { describe, expect, it } from 'vitest';
import { reader as aws } from '#prove/readers/aws.ts';
import { reader as azure } from '#prove/readers/azure.ts';
import { reader as googleCloud } from '#prove/readers/google-cloud.ts';
import { blocks, statements, values } from './example-hcl.ts';
import { exampleRules, hostileTexts, titled, withCarried, words } from './example-rules.ts';
import { platform as awsPlatform } from './platforms/aws.ts';
import { platform as azurePlatform } from './platforms/azure.ts';
import { platform as googleCloudPlatform } from './platforms/google-cloud.ts';

const each = [
  { id: 'aws', platform: awsPlatform, reader: aws, named: 'name' },
  { id: 'azure', platform: azurePlatform, reader: azure, named: 'name' },
  { id: 'google-cloud', platform: googleCloudPlatform, reader: googleCloud, named: 'rule_name' },
] as const;

describe.each(each)('$id', ({ platform, reader, named }) => {
  const { flowsNamed, textOf } = exampleRules(platform);

  it('is the same each time, and reads as what it is', () => {
    expect(textOf()).toBe(textOf());
    expect(reader(textOf()).length).toBeGreaterThan(10);
  });

  it('has nothing but its header where there is no rule', () => {
    expect(statements(textOf(flowsNamed('certificate-status')))).toEqual([]);
  });

  it('keeps the texts of two features apart, in one module', () => {
    const one = blocks(textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } }));
    const other = blocks(textOf(flowsNamed('backup-ftp'), {}, { scope: { id: 'backup', title: 'Backup' } }));
    expect(one.length).toBeGreaterThan(3);
    expect(one.filter((block) => other.includes(block))).toEqual([]);
  });

  it('leaves the versions of providers to the module, which may require them once', () => {
    expect(statements(textOf()).filter((line) => /terraform|provider|required/.test(line))).toEqual([]);
    expect(words(textOf())).toContain(`Needs Terraform 1.0 and the provider ${platform.minimum.split('provider ')[1]} or later`);
  });

  it('says in its header what is not covered, what is never a rule, and what was carried', () => {
    const text = textOf(withCarried(flowsNamed(), 'dns-queries', '1.0.0'));
    expect(words(text)).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
    expect(words(text)).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
    expect(values(text, 'description')).toContain('"DNS (carried from 1.0.0)"');
  });

  it('has the passive range of FTP in the place of a helper, as one range', () => {
    const ranges = reader(textOf(flowsNamed('backup-ftp'))).map(({ port, helper }) => [port.from, port.to, helper]);
    expect(ranges).toContainEqual([50_000, 50_099, false]);
    expect(words(textOf(flowsNamed('backup-ftp'), { ftp: { helper: true, passive: null } }))).toContain(
      'this firewall has no helper that follows FTP',
    );
  });

  it('marks what must not go through a TLS proxy', () => {
    expect(words(textOf(flowsNamed('peer-sync-out')))).toContain('keep it out of TLS inspection');
  });

  it('never mixes IP versions, and has none for a family without an address (GEN-11)', () => {
    const onlyServer4 = textOf(flowsNamed('dns-queries'), {
      addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] },
    });
    expect(reader(onlyServer4).map(({ family }) => family)).toEqual(['ipv4', 'ipv4']);
  });

  describe('hostile text', () => {
    const texts = [...hostileTexts, '$' + '{file("/etc/passwd")} %' + '{ if true } $$' + '{x} \\', '}\nresource "a" "b" {'];
    const plain = statements(textOf()).length;

    it.each(texts)('in the prefix changes no statement: %j', (prefix) => {
      const text = textOf(flowsNamed(), { prefix });
      expect(statements(text).length).toBe(plain);
      expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      expect(reader(text)).toEqual(reader(textOf()));
    });

    it.each(texts)('in titles changes no statement: %j', (title) => {
      const text = textOf(titled(flowsNamed(), title), {}, { scope: { id: 'all', title }, product: title });
      expect(statements(text).length).toBe(plain);
      expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      expect(reader(text)).toEqual(reader(textOf()));
    });

    it('makes names that differ where prefixes differ only after the cut', () => {
      const namesOf = (prefix: string) =>
        new Set([...blocks(textOf(flowsNamed(), { prefix })), ...values(textOf(flowsNamed(), { prefix }), named)]);
      const one = namesOf(`${'x'.repeat(130)}a`);
      expect([...namesOf(`${'x'.repeat(130)}b`)].filter((name) => one.has(name))).toEqual([]);
    });
  });
});

describe.each(each.filter(({ id }) => id !== 'aws'))('$id, which tells the Internet from all else', (one) => {
  it('keeps internal addresses apart from any Internet address', () => {
    const { flowsNamed, textOf } = exampleRules(one.platform);
    const both = flowsNamed('smtp-inbound').flatMap((entry) => [
      entry,
      {
        ...entry,
        flow: { ...entry.flow, id: 'smtp-internal' },
        source: { ...entry.source, id: 'inside', zone: 'lan' as const, reach: 'typed' as const },
      },
    ]);
    const permits = one.reader(textOf(both, { addresses: { gateway: ['203.0.113.10'], inside: ['192.0.2.25'] } }));
    expect(permits.map(({ source }) => source)).toEqual([
      { any: true, networks: [], names: [] },
      { any: false, networks: ['192.0.2.25/32'], names: [] },
    ]);
  });
});
