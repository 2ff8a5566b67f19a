/** An example for each kind of program that reads the lists; those in shell and Python are run by the tests, against the site they are read on. */
export interface ApiExample {
  /** Who reads what. */
  readonly title: string;
  /** What the example does, in a sentence. */
  readonly does: string;
  /** A language that the page colours. */
  readonly lang: 'sh' | 'python' | 'powershell' | 'txt';
  readonly text: string;
}

/** The examples for a site at `root`, which ends in a slash; `release` and `later` are releases that it compares. */
export function apiExamples(root: string, { release, later }: { release: string; later: string }): ApiExample[] {
  const rows = (...lines: string[]) => lines.join('\n');
  return [
    {
      title: 'curl, with the checksum',
      does: 'Fetches a list and holds it against the published sums.',
      lang: 'sh',
      text: rows(
        `curl -fsS --create-dirs -o api/v1/flows.csv ${root}api/v1/flows.csv`,
        `curl -fsS -o SHA256SUMS ${root}SHA256SUMS`,
        `grep '  api/v1/flows.csv$' SHA256SUMS | sha256sum -c`,
      ),
    },
    {
      title: 'Python, what has changed since the last run',
      does: 'Keeps the sums of the index and prints the address of every file that is new, changed or gone.',
      lang: 'python',
      text: rows(
        'import json',
        'import pathlib',
        'import urllib.request',
        '',
        "kept = pathlib.Path('portcullis-sums.json')",
        `with urllib.request.urlopen('${root}api/v1/index.json') as answer:`,
        "    now = {file['path']: file['sha256'] for file in json.load(answer)['files']}",
        'before = json.loads(kept.read_text()) if kept.exists() else now',
        'for path in sorted(now.keys() | before.keys()):',
        '    if now.get(path) != before.get(path):',
        '        print(path)',
        'kept.write_text(json.dumps(now))',
      ),
    },
    {
      title: 'Python, the CSV',
      does: 'Prints what is opened to the gateway; a flow with via follows another one and is never a rule, and neither is an unresolved one.',
      lang: 'python',
      text: rows(
        'import csv',
        'import io',
        'import urllib.request',
        '',
        `with urllib.request.urlopen('${root}api/v1/flows.csv') as answer:`,
        "    rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding='ascii', newline='')))",
        'for row in rows:',
        "    if row['direction'] == 'in' and row['status'] != 'unresolved' and not row['via']:",
        "        print(row['id'], row['source'], row['transport'], row['port_from'])",
      ),
    },
    {
      title: 'PowerShell, the JSON',
      does: 'Lists what the gateway opens itself, without flows that are unresolved or follow another one.',
      lang: 'powershell',
      text: rows(
        `$list = Invoke-RestMethod -Uri '${root}api/v1/flows.json'`,
        "$list.flows | Where-Object { $_.direction -eq 'out' -and $_.status -ne 'unresolved' -and -not $_.via } | ForEach-Object {",
        "  '{0} {1} {2}' -f $_.id, ($_.transport -join '+'), $_.ports[0].from",
        '}',
      ),
    },
    {
      title: 'Excel, a query that refreshes',
      does: 'In Power Query, as a blank query; the workbook of each release needs no query, and is opened as it is.',
      lang: 'txt',
      text: rows(
        'let',
        `  Source = Csv.Document(Web.Contents("${root}api/v1/flows.csv"), [Delimiter = ",", Encoding = 20127, QuoteStyle = QuoteStyle.Csv]),`,
        '  Table = Table.PromoteHeaders(Source, [PromoteAllScalars = true])',
        'in',
        '  Table',
      ),
    },
    {
      title: 'A wiki or a ticket, as Markdown',
      does: 'Fetches the table of a feature; any page has its text beside it too.',
      lang: 'sh',
      text: rows(
        `curl -fsS -o dns.md ${root}api/v1/releases/${release}/features/dns.md`,
        `curl -fsS -o dns-page.md ${root}features/dns/index.md`,
      ),
    },
    {
      title: 'A firewall, proxy or resolver, host names',
      does: 'Fetches a list for Squid, and keeps the old one where the answer is empty or fails.',
      lang: 'sh',
      text: rows(
        `curl -fsS -o hosts.new ${root}lists/${release}/leading-dot/anti-virus.txt`,
        'test -s hosts.new && mv hosts.new hosts.txt',
      ),
    },
    {
      title: 'firewalld, a service',
      does: 'Fetches what a feature needs in one direction; the second line installs it, as root.',
      lang: 'sh',
      text: rows(
        `curl -fsS -o seg-dns-out.xml ${root}services/${release}/seg-dns-out.xml`,
        '# firewall-cmd --permanent --new-service-from-file=seg-dns-out.xml && firewall-cmd --reload',
      ),
    },
    {
      title: 'OSCAL, services and ports',
      does: 'Prints each service with its protocols and port ranges, without those that are unresolved or opened by a helper.',
      lang: 'python',
      text: rows(
        'import json',
        'import urllib.request',
        '',
        `with urllib.request.urlopen('${root}api/v1/releases/${release}/oscal.json') as answer:`,
        "    definition = json.load(answer)['component-definition']",
        "for component in definition['components']:",
        "    props = {prop['name']: prop['value'] for prop in component['props']}",
        "    if props.get('status') == 'unresolved' or 'via' in props:",
        '        continue',
        "    for protocol in component.get('protocols', []):",
        "        for ports in protocol.get('port-ranges', []):",
        "            print(component['title'], protocol['name'], ports['transport'], ports['start'], ports['end'])",
      ),
    },
    {
      title: 'A change board, the text of a request',
      does: 'Fetches the request for one feature, and the one for an upgrade.',
      lang: 'sh',
      text: rows(
        `curl -fsS -o request.txt ${root}requests/${release}/anti-virus.txt`,
        `curl -fsS -o upgrade.txt ${root}api/v1/releases/${release}/${later}.txt`,
      ),
    },
    {
      title: 'A feed reader',
      does: 'Add the address to any reader; in a script, the titles of all entries.',
      lang: 'python',
      text: rows(
        'import urllib.request',
        'import xml.etree.ElementTree as tree',
        '',
        `with urllib.request.urlopen('${root}feeds/changes.atom') as answer:`,
        '    feed = tree.parse(answer)',
        "for entry in feed.iter('{http://www.w3.org/2005/Atom}entry'):",
        "    print(entry.findtext('{http://www.w3.org/2005/Atom}updated'), entry.findtext('{http://www.w3.org/2005/Atom}title'))",
      ),
    },
  ];
}
