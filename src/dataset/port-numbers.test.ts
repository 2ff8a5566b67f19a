import { describe, expect, it } from 'vitest';
import { portNumbersIn } from './port-numbers.ts';

const portsIn = (text: string) => portNumbersIn(text).map(({ port }) => port);

describe('portNumbersIn', () => {
  it.each([
    ['port 443.', [443]],
    ['tcp/443, 443/tcp, udp:53, TCP-25, UTF-8', [443, 443, 53, 25, 8]],
    ['**25**, (80), `8080`, "110", “143”', [25, 80, 8080, 110, 143]],
    ['1024-65535, 1024–65535', [1024, 65535, 1024, 65535]],
    ['11,371 and 1,024', [11371, 1024]],
    ['on 25,80,443 or 80,443', [25, 80, 443, 80, 443]],
    ['192.0.2.1:8443', [8443]],
    ['<Ports port={8443} /> <b title="99">', [8443, 99]],
    ['[443](/ports/443/)', [443]],
  ])('finds the ports of %j', (text, ports) => {
    expect(portsIn(text)).toEqual(ports);
  });

  it.each([
    'release 5.1.0, TLS 1.2, dataset 2026.11.25',
    'RFC 959, RFC\n4217, RFCs 959 and 4217',
    'row 24, rows 29 and 31, rows 21 to 23, rows 1, 2 and 3, Row 6',
    '192.0.2.1, 198.51.100.0/24, 2001:db8::53, 2001:db8::/32, ::1',
    'kav-update-8-1.example.net, 2.pool.example.org, *.n3.example.net',
    '[text](https://example.net/8443/#443), ![](/a-80.png), <https://example.net/80>',
    'https://example.net:8443/80?a=25',
    '[one]: /ports/443/ "443"',
    '<a id="row-24" href="/ports/443/" class="n 2">',
    '### Heading {#port-443}',
    '&#8212; &#x2014;',
    "import Ports from './ports-443.astro';",
    '1. One\n2. Two\n   3) Three\n> 4. Four',
    'IPv4, SHA256, x25, 3DES',
    '0, 65536, 100000',
  ])('finds none in %j', (text) => {
    expect(portsIn(text)).toEqual([]);
  });

  it('says where a number begins', () => {
    expect(portNumbersIn('a https://example.net/80\nb 443')).toEqual([{ port: 443, offset: 27 }]);
  });
});
