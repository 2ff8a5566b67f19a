import { describe, expect, it } from 'vitest';
import { builtFrom, dataset, typedState } from './example-state.ts';
import { toRequest } from './request.ts';
import type { State } from './state.ts';

const request = (change: Partial<State> = {}) => toRequest(dataset, typedState(change), builtFrom(change));
/** The part of the text between two headings. */
const section = (text: string, from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to));
const asked = (text: string) => [...section(text, '2. WHAT IS', '3. WHAT IS').matchAll(/^\[([\w-]+)\]/gm)].map(([, id]) => id);
const left = (text: string) => [...section(text, '3. WHAT IS', '4. RISK').matchAll(/^\[([\w-]+)\]/gm)].map(([, id]) => id);

describe('the change request', () => {
  it('asks for what the answers leave, with the addresses that were typed', () => {
    const text = request();
    expect(asked(text)).toEqual(['smtp-inbound', 'smtp-direct', 'dns-queries', 'updates', 'snmp-polling']);
    expect(section(text, 'DNS resolvers', 'SNMP managers')).toContain('10.2.0.53');
    expect(text).toMatch(/^[\x20-\x7e\n]+\n$/);
  });

  it('is for the features of the flows that it may ask for, and no others', () => {
    const built = builtFrom();
    const flows = built.flows.filter(({ flow: { feature, id } }) => feature === 'smtp' || id === 'unresolved-https');
    expect(flows.at(-1)?.status).toBe('unresolved');
    const words = section(toRequest(dataset, typedState(), { ...built, flows }), 'For:', 'Made from:').replace(/\s+/g, ' ');
    expect(words).toBe('For: SMTP mail ');
  });

  it('has no address that is refused, and a line to fill in for one that is missing', () => {
    const text = request({ addresses: { gateway: ['10.1.0.10', '10.1.0.011'] } });
    expect(text).toContain('10.1.0.10\n');
    expect(text).not.toContain('10.1.0.011');
    expect(section(text, '- DNS resolvers', '- update servers')).toContain('____');
  });

  it('has the gateway by the addresses that the rules have, before destination NAT too', () => {
    const pan = { platform: 'pan-os', publicAddresses: ['62.12.34.5'] };
    const gateway = (change: Partial<State>) => section(request(change), 'Addresses:', '- the Internet');
    expect(gateway(pan)).toMatch(/10\.1\.0\.10\n +62\.12\.34\.5, from the Internet and from peers\n/);
    expect(request({ ...pan, platform: 'nftables' })).not.toContain('62.12.34.5');
    expect(request({ ...pan, vantage: 'inner' })).not.toContain('62.12.34.5');
  });

  it('has no address that no rule can have', () => {
    const typed = { ...typedState().addresses, 'dns-resolvers': ['10.2.0.53', 'fd00::53'] };
    expect(request({ addresses: typed })).not.toContain('fd00::53');
    expect(request({ addresses: { ...typed, gateway: ['10.1.0.10', 'fd00::10'] } })).toContain('fd00::53');
  });

  it('says who somebody is, and nothing of what the form asks for', () => {
    const built = builtFrom();
    const hints = [
      ['Any mail server. Their addresses are not known beforehand, so nothing is typed.', 'not known beforehand.'],
      ['The servers in the settings. Type those only. Leave out your own.', 'The servers in the settings.\n'],
      ['No page names them; type what the support gives you.', 'No page names them.\n'],
    ];
    for (const [hint = '', who] of hints) {
      const flows = built.flows.map((entry) => ({ ...entry, destination: { ...entry.destination, hint } }));
      const text = toRequest(dataset, typedState(), { ...built, flows });
      expect(text).toContain(who);
      expect(text).not.toMatch(/\btype\b|is typed|Leave out/i);
    }
  });

  it('does not ask for what does not cross this firewall, or stays closed', () => {
    expect(left(request({ vantage: 'inner' }))).toEqual(expect.arrayContaining(['smtp-inbound', 'updates']));
    expect(request({ vantage: 'inner' })).toContain('It does not cross this firewall.');
    const closed = request({ release: '2.0.0' });
    expect(left(closed)).toContain('certificate-status');
    const open = request({ release: '2.0.0', anyInternet: ['revocation-servers'] });
    expect(asked(open)).toContain('certificate-status');
    expect(open).toContain('any Internet address, by choice');
  });

  it('says in which zone somebody stands here', () => {
    expect(request({ placed: { 'dns-resolvers': 'management' } })).toContain('DNS resolvers, zone management');
  });
});
