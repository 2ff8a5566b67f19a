import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { renderChangeRequest, toChangeRequest } from './change-request.ts';

const dataset = exampleDataset();
const requests = dataset.releases.flatMap(({ release }) =>
  [undefined, ...dataset.features.map(({ id }) => id)].map((feature) => ({
    release,
    feature,
    request: toChangeRequest(dataset, release, feature),
  })),
);
const upkeep = toChangeRequest(dataset, '1.1.0', 'upkeep');
const smtp = toChangeRequest(dataset, '1.1.0', 'smtp');

/** The lines of a section, by its title. */
const sectionOf = (text: string, title: string) =>
  (text.split(/\n\n\n(?=\d\. )/).find((part) => part.startsWith(title)) ?? '').split('\n').slice(2);
const idsIn = (lines: readonly string[]) => lines.flatMap((line) => /^\[([^\]]+)\] /.exec(line)?.[1] ?? []);

it('says what is asked for, why, from whom, what not, what is risky, how to test it and how to take it back', () => {
  expect(renderChangeRequest(upkeep)).toMatchInlineSnapshot(`
    "CHANGE REQUEST: Example Mail Lighthouse 1.1.0
    =============================================
      For:            Backups and upkeep
      Made from:      the Portcullis dataset 2026.02.01
      Standing:       Not a document of Example Works. Made up for tests; no such
                      product exists.
      Table:          Ports of Lighthouse 1.1
                      Read to its end.
    https://docs.example.net/1.1/ports


    1. TO FILL IN
    =============
      Requested by:   ________________________________________
      Owner:          ________________________________________
      Approved by:    ________________________________________
      Window:         ________________________________________

    - the gateway, zone dmz
      Who:            The Lighthouse itself.
      Addresses:      ________________________________________

    - backup servers, zone lan
      Who:            Your file servers.
      Addresses:      ________________________________________

    - update servers, zone internet
      Who:            The vendor's servers.
      Addresses:      the hosts named in section 2

    - SNMP managers, zone management
      Who:            Your monitoring.
      Addresses:      ________________________________________


    2. WHAT IS ASKED FOR, AND WHY
    =============================
    "From" opens the connection to "To", on the destination port of "Service" and
    from any source port, unless "Source port" gives one. Replies belong to the
    connection. Strike out the entries whose "Needed" does not hold here.


    Backups and upkeep
    ------------------
    Backups, updates, monitoring.

    [backup-ftp] Backup by FTP
      From:           the gateway, zone dmz
      To:             backup servers, zone lan
      Service:        TCP 21
      Purpose:        The gateway stores its backups.
      Needed:         when backups travel by FTP
      Printed:        row 2 of 1.1.0: 21 FTP, In/Out; our reading departs from it
      Reading:        The gateway is the FTP client.
      Doubt:          Passive mode needs ports that no row gives.
      Port:           a setting of the gateway: if yours is another one, ask for
                      that
      Data channel:   opened by the FTP helper of the firewall, which has to
                      follow this connection

    [updates] Updates
      From:           the gateway, zone dmz
      To:             update servers, zone internet
      Service:        TCP 80
      Hosts:          one.updates.example.net
                      two.updates.example.net
                      *.mirror.example.net
      Host list:      complete, read from row 7 of 1.0.0
      Purpose:        The gateway fetches updates.
      Needed:         on every gateway
      Printed:        row 6 of 1.1.0: 80 TCP, Out; the copy breaks off in it

    [snmp-polling] SNMP polling
      From:           SNMP managers, zone management
      To:             the gateway, zone dmz
      Service:        UDP 161
      Purpose:        Monitoring reads the gateway's SNMP agent.
      Needed:         on every gateway
      Printed:        row 7 of 1.1.0: 161 UDP, Out; our reading departs from it
      Reading:        The manager sends the request.


    3. WHAT IS NOT ASKED FOR
    ========================
    [backup-ftp-data] Backup by FTP, active data
      From:           backup servers, zone lan
      To:             the gateway, zone dmz
      Service:        TCP 1024-65535
      Source port:    20
      Printed:        row 1 of 1.1.0: 20 FTP, In/Out; our reading departs from it
      Reading:        Only the server opens this connection.
      Left out:       The FTP helper of the firewall opens it with [backup-ftp]; a
                      rule of its own would open the whole range.

    [certificate-status] Certificate status
      From:           the gateway, zone dmz
      To:             revocation servers, zone internet
      Service:        TCP 80
      Left out:       The table of 1.1.0 was read past its place and does not
                      print it.

    [unresolved-https] Unresolved HTTPS
      From:           the gateway, zone dmz
      To:             unnamed servers, zone internet
      Service:        TCP 443
      Printed:        row 8 of 1.1.0: 443 TCP, Out; the copy breaks off in it
      Left out:       The source breaks off before it says what it is for.


    4. RISK
    =======
    Facts of the dataset only. How much they weigh is for the reviewer to say.

    - The other end opens the connection to the gateway: snmp-polling
    - The gateway opens the connection: backup-ftp, updates
    - A host is a wildcard, which only a filter by name can hold to: updates
    - The port is a setting of the gateway: backup-ftp
    - A data channel opens beside the connection: backup-ftp
    - Our reading departs from the printed row: backup-ftp, snmp-polling
    - There are doubts: backup-ftp
    - Not asked for, though it may be needed: unresolved-https


    5. TEST
    =======
    - TCP: connect from "From" to "To", as "nc -vz <host> <port>" does. It is
      accepted.
    - UDP: there is no connection to see. Use the entry, and find its packets in
      the log of the firewall.
    - Use what "Purpose" says: it works.
    - Open a connection the other way round, from "To" to "From" on the same port.
      It is refused, unless an entry asks for it, or another rule.


    6. ROLL-BACK
    ============
    Remove the rules that were made for section 2. What then stops, unless another
    rule lets it through:

    - Backups and upkeep: Backups, updates, monitoring.
    "
  `);
});

it('accounts for each flow exactly once: asked for, or not and why', () => {
  for (const { release, feature, request } of requests) {
    const text = renderChangeRequest(request);
    const asked = idsIn(sectionOf(text, '2. '));
    const left = idsIn(sectionOf(text, '3. '));
    const flows = releaseFlows(dataset, release).filter(({ flow }) => feature === undefined || flow.feature === feature);
    expect([...asked, ...left].toSorted()).toEqual(flows.map(({ flow }) => flow.id).toSorted());
    const due = flows.filter(({ flow, status }) => (status === 'printed' || status === 'carried') && flow.via === undefined);
    expect(asked).toEqual(due.map(({ flow }) => flow.id));
    expect(text.split('Left out:').length - 1).toBe(left.length);
  }
});

it('is ASCII with LF, and no line of it is longer than 78 characters, blank at its end or indented by tabs', () => {
  for (const { request } of requests) {
    const text = renderChangeRequest(request);
    expect(text).toMatch(/^[ -~\n]*[ -~]\n$/);
    for (const line of text.split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(78);
      expect(line).toBe(line.trimEnd());
    }
  }
});

it('writes typed addresses in the place of the line to fill in, for the parties that have some', () => {
  const lines = renderChangeRequest({
    ...smtp,
    addresses: { gateway: ['192.0.2.1', '2001:db8::1'], 'dns-resolvers': [], 'snmp-managers': ['192.0.2.9'] },
  }).split('\n');
  expect(lines).toContain('  Addresses:      192.0.2.1');
  expect(lines[lines.indexOf('  Addresses:      192.0.2.1') + 1]).toBe('                  2001:db8::1');
  const resolvers = lines.indexOf('- DNS resolvers, zone lan');
  expect(lines[resolvers + 2]).toBe(`  Addresses:      ${'_'.repeat(40)}`);
  expect(lines.join('\n')).not.toContain('192.0.2.9');
});

it('lets an Internet party be any address, on that side only, and a party of published hosts be those', () => {
  const addresses = (text: string, party: string) => text.split(`- ${party}, zone`)[1]?.split('\n')[2];
  expect(addresses(renderChangeRequest(smtp), 'Internet mail servers')).toBe('  Addresses:      any, on the side of the Internet only');
  expect(addresses(renderChangeRequest(upkeep), 'update servers')).toBe('  Addresses:      the hosts named in section 2');
  const nameless = upkeep.flows.map((entry) => ({ ...entry, hosts: [], hostList: 'none-printed' as const }));
  expect(addresses(renderChangeRequest({ ...upkeep, flows: nameless }), 'update servers')).toBe(`  Addresses:      ${'_'.repeat(40)}`);
});

it('leaves the range of data ports to fill in where FTP hides it, and asks for the helper where that reads it', () => {
  const flows = upkeep.flows.map((entry) => ({ ...entry, flow: { ...entry.flow, dataChannel: 'passive-range' as const } }));
  expect(renderChangeRequest({ ...upkeep, flows })).toContain(
    `  Data channel:   the passive range of the server, in the same direction:\n                  ${'_'.repeat(40)}\n`,
  );
  expect(renderChangeRequest(upkeep)).toContain('  Data channel:   opened by the FTP helper of the firewall');
});

it('asks for nothing, tests nothing and takes nothing back where no flow is known well enough', () => {
  const flows = upkeep.flows.filter(({ status }) => status === 'unresolved');
  const text = renderChangeRequest({ ...upkeep, flows });
  expect(sectionOf(text, '2. ')).toEqual(['Nothing. Section 3 says why.']);
  expect(sectionOf(text, '5. ')).toEqual(['Nothing is asked for, so there is nothing to test.']);
  expect(sectionOf(text, '6. ').slice(0, 1)).toEqual(['Nothing is asked for, so there is nothing to take back.']);
});

describe('hostile words', () => {
  const withFlow = (change: Record<string, unknown>) => {
    const flows = smtp.flows.map((entry) => ({ ...entry, flow: { ...entry.flow, ...change } }));
    return renderChangeRequest({ ...smtp, flows });
  };
  const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(`  ${name}:`));

  it('forge no line: what looks like one is carried on in the column of values', () => {
    const forged = `${'word '.repeat(12)}  Service: TCP 22 [smtp-inbound] SMTP ${'word '.repeat(12)}[x] y`;
    const text = withFlow({ purpose: forged, title: forged, doubts: [forged] });
    expect(linesOf(text, 'Service')).toEqual(linesOf(renderChangeRequest(smtp), 'Service'));
    expect(idsIn(text.split('\n')).toSorted()).toEqual(smtp.flows.map(({ flow }) => flow.id).toSorted());
  });

  it.each(['a\nService: TCP 22', 'a\rb', 'a\tb', 'a\u001b[31mb', 'a\u2028b', 'zażółć'])('are refused: %j', (words) => {
    expect(() => withFlow({ purpose: words })).toThrow('which has no form in ASCII');
    expect(() => renderChangeRequest({ ...smtp, addresses: { gateway: [words] } })).toThrow('which has no form in ASCII');
  });

  it('are written with ASCII marks where they have typographic ones', () => {
    expect(withFlow({ purpose: '“quoted” – it’s …' })).toContain(`  Purpose:        "quoted" - it's ...\n`);
  });

  it('keep a word whole that is longer than a line', () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.net`;
    const flows = upkeep.flows.map((entry) => ({ ...entry, hosts: [host] }));
    expect(renderChangeRequest({ ...upkeep, flows })).toContain(`  Hosts:          ${host}\n`);
  });
});
