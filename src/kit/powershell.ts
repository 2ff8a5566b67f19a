/** A test script for Windows PowerShell 5.1 and PowerShell 7, without modules: what it needs of networks and TLS is .NET's. */
import { ascii, wrapped } from '#rules/text.ts';
import { atOnce, defaultSeconds, headerLines, type KitAbout } from './header.ts';
import { markOf, outcomeIds, outcomes, turningAway } from './outcomes.ts';
import { type Probe, type Side, scriptName, titleOf, type Untested } from './probe.ts';

/**
 * The script of one side: ASCII, since 5.1 reads a file without a byte order mark in the code page of the machine, and LF line ends.
 * It is held to a grammar of the language and to a list of commands, parameters and .NET members; no PowerShell has run it.
 */
export function renderPowerShell(side: Side, about: KitAbout): string {
  const name = scriptName(side, 'ps1');
  const header = headerLines(side, about, {
    commands: [
      [`powershell -ExecutionPolicy Bypass -File ${name}`, 'prints a table'],
      [
        `powershell -ExecutionPolicy Bypass -File ${name} -Json > ${side.id}.json`,
        'for the page that made this script: it says which rule is missing',
      ],
    ],
    notes: [
      `It is for Windows PowerShell 5.1, and as "pwsh -File ${name}" for PowerShell 7. Options: -Timeout SECONDS, and -Target PARTY=ADDRESS for what has no address here.`,
      'Its language was checked by a grammar, and its commands by a list; it was published without having been run on Windows.',
    ],
    steps,
  });
  return [
    ...header.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(line, 118))).map((line) => `# ${line}`.trimEnd()),
    '[CmdletBinding()]',
    'param(',
    '  [switch]$Json,',
    `  [string]$Timeout = '${defaultSeconds}',`,
    '  [string[]]$Target = @()',
    ')',
    '',
    "$ErrorActionPreference = 'Stop'",
    `$side = ${quoted(side.id)}`,
    `$release = ${quoted(about.release)}`,
    `$dataset = ${quoted(about.dataset)}`,
    '',
    '# What to try, a line each.',
    '$connections = @(',
    ...side.probes.map(probeLine),
    ...side.untested.map(untestedLine),
    ')',
    '',
    '# What may be found, and how the table marks it.',
    '$words = @{',
    ...outcomeIds.map((id) => `  ${quoted(id)} = ${quoted(outcomes[id].words)}`),
    '}',
    '$marks = @{',
    ...outcomeIds.map((id) => `  ${quoted(id)} = ${quoted(markOf(id))}`),
    '}',
    '',
    machinery,
  ].join('\n');
}

/** A look-up, and in either IP version a connection, and twice that time for all that is said on it. */
const steps = 1 + 2 * 3;

/** A text as a literal: inside single quotes nothing has a meaning but the quote itself (about_Quoting_Rules). */
const quoted = (text: string): string => `'${ascii(text).replaceAll("'", "''")}'`;

function probeLine(probe: Probe): string {
  const { flow, transport, port, speech, party, target, families, note } = probe;
  const versions = families.map((family) => (family === 'ipv4' ? '4' : '6')).join('');
  const wanted = target === null ? `${note}; name one with -Target ${party}=ADDRESS` : note;
  return line([flow, titleOf(probe), transport, port, speech, party, target ?? '', versions, wanted ?? '']);
}

const untestedLine = (untested: Untested): string =>
  line([untested.flow, titleOf(untested), untested.transport, untested.port, 'none', '', '', '', untested.reason]);

const keys = ['Flow', 'Title', 'Transport', 'Port', 'Speech', 'Party', 'Target', 'Versions', 'Note'] as const;

const line = (values: readonly (string | number)[]): string =>
  `  @{ ${keys.map((key, at) => `${key} = ${typeof values[at] === 'number' ? values[at] : quoted(`${values[at]}`)}`).join('; ')} }`;

/** The same in every script. */
const machinery = `# ---- the same in every script from here on ----

function Stop-Wrong($problem) {
  [System.Console]::Error.WriteLine($problem)
  exit 2
}

if ($Timeout -notmatch '^([1-9]|[1-5][0-9]|60)$') { Stop-Wrong 'After -Timeout stands a number of seconds, from 1 to 60.' }

# A target that was given takes the place of one that is missing. After -File, PowerShell hands over a list as one text.
$lacking = @($connections | Where-Object { $_.Party -and -not $_.Target })
foreach ($entry in @($Target | ForEach-Object { $_ -split ',' } | Where-Object { $_ })) {
  if ($entry -cnotmatch '^[a-z0-9-]+=[A-Za-z0-9:][A-Za-z0-9.:-]*$') {
    Stop-Wrong 'After -Target stands a party, "=", and an address or a name.'
  }
  $party, $address = $entry -split '=', 2
  $own = @($lacking | Where-Object { $_.Party -eq $party })
  if ($own.Count -eq 0) { Stop-Wrong ('Nothing here lacks a target for {0}.' -f $party) }
  foreach ($connection in $own) {
    $copy = $connection.Clone()
    $copy.Target = $address
    $copy.Note = ''
    $copy.Replaced = $false
    $connections += $copy
    $connection.Replaced = $true
  }
}
$connections = @($connections | Where-Object { -not $_.Replaced })

# Tries one connection, in a runspace of its own: gives what was found for each address.
$attempt = {
  param($connection, $seconds)

  $ErrorActionPreference = 'Stop'
  $milliseconds = 1000 * $seconds
  $rootQuery = [byte[]](0x50, 0x43, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1)

  function Get-Finding($address, $outcome, $detail) {
    $plain = [string]$detail -replace '[^ -~]', ' '
    if ($plain.Length -gt 200) { $plain = $plain.Substring(0, 200) }
    @{ Address = [string]$address; Outcome = $outcome; Detail = $plain }
  }

  # The error of the socket behind an exception; what it says where there is none.
  function Get-Cause($exception) {
    while ($exception.InnerException -and $exception -isnot [System.Net.Sockets.SocketException]) { $exception = $exception.InnerException }
    if ($exception -is [System.Net.Sockets.SocketException]) { [string]$exception.SocketErrorCode } else { $exception.Message }
  }

  # What it means that a connection was not made, or a datagram not answered.
  function Get-Failure($address, $cause) {
    switch ($cause) {
      'ConnectionRefused' { Get-Finding $address 'refused' '' }
      'ConnectionReset' { Get-Finding $address 'refused' '' }
      'HostUnreachable' { Get-Finding $address 'unreachable' '' }
      'AccessDenied' { Get-Finding $address 'unreachable' '' }
      'TimedOut' { Get-Finding $address 'no-answer' '' }
      default { Get-Finding $address 'no-route' $cause }
    }
  }

  # What the answer to a DNS query says: identifier, flags, and the code of RFC 1035, section 4.1.1.
  function Get-DnsWords($answer, $length) {
    $codes = 'NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'
    if ($length -lt 4 -or $answer[0] -ne 0x50 -or $answer[1] -ne 0x43 -or $answer[2] -lt 128) { return 'what it answers is no DNS' }
    $code = $answer[3] -band 15
    if ($code -lt $codes.Count) { 'it answers {0}' -f $codes[$code] } else { 'it answers code {0}' -f $code }
  }

  # What the answer of a time server says: mode and stratum of RFC 5905, section 7.3.
  function Get-NtpWords($answer) {
    if ($answer.Length -lt 48 -or ($answer[0] -band 7) -ne 4) { return 'what it answers is no NTP' }
    'stratum {0}' -f $answer[1]
  }

  function Get-UdpFinding($address) {
    $query = [byte[]]::new(1)
    if ($connection.Speech -eq 'dns') { $query = $rootQuery }
    if ($connection.Speech -eq 'ntp') {
      $query = [byte[]]::new(48)
      $query[0] = 0x23
    }
    # A datagram may be lost on the way; where an answer must come, it is asked for twice.
    $tries = 2
    if ($connection.Speech -eq 'udp') { $tries = 1 }
    while ($tries -gt 0) {
      $tries -= 1
      $client = [System.Net.Sockets.UdpClient]::new($address.AddressFamily)
      try {
        $client.Client.ReceiveTimeout = $milliseconds
        $client.Connect($address, $connection.Port)
        $sent = $client.Send($query, $query.Length)
        $from = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Any, 0)
        $answer = $client.Receive([ref]$from)
        if ($sent -eq 0) { return Get-Finding $address 'no-route' 'nothing was sent' }
        if ($connection.Speech -eq 'dns') { return Get-Finding $address 'answered' (Get-DnsWords $answer $answer.Length) }
        if ($connection.Speech -eq 'ntp') { return Get-Finding $address 'answered' (Get-NtpWords $answer) }
        return Get-Finding $address 'answered' ''
      } catch {
        $cause = Get-Cause $_.Exception
        if ($cause -ne 'TimedOut') { return Get-Failure $address $cause }
      } finally {
        $client.Close()
      }
    }
    if ($connection.Speech -eq 'udp') { Get-Finding $address 'cannot-tell' '' } else { Get-Finding $address 'no-answer' '' }
  }

  # The status of what a web server answers; 0 where that is no HTTP.
  function Get-HttpStatus($stream) {
    $name = $connection.Target
    if ($name -match ':') { $name = '[{0}]' -f $name }
    if ($connection.Port -ne 80 -and $connection.Port -ne 443) { $name = '{0}:{1}' -f $name, $connection.Port }
    $lines = 'GET / HTTP/1.0', ('Host: {0}' -f $name), 'User-Agent: portcullis-test', 'Connection: close', '', ''
    $request = [System.Text.Encoding]::ASCII.GetBytes($lines -join ([char]13 + [string][char]10))
    $stream.Write($request, 0, $request.Length)
    $answer = [byte[]]::new(200)
    $length = $stream.Read($answer, 0, $answer.Length)
    if ([System.Text.Encoding]::ASCII.GetString($answer, 0, $length) -match '^HTTP/[0-9.]+ ([0-9]{3})') { [int]$Matches[1] } else { 0 }
  }

  # What a status of HTTP means. A block page has some that a server has too.
  function Get-HttpOutcome($status) {
    if ($status -in ${turningAway.join(', ')}) { return 'turned-away' }
    if ($status -ge 400) { 'http-error' } else { 'connected' }
  }

  # Whose certificate answers. By a bare address nobody can say whose it should be.
  function Get-TlsFinding($address, $stream) {
    $seen = @{ Detail = ''; Problems = '' }
    $check = {
      param($origin, $certificate, $chain, $problems)
      $seen.Detail = 'certificate of {0}, issued by {1}' -f $certificate.Subject, $certificate.Issuer
      $seen.Problems = [string]$problems
      $true
    }.GetNewClosure()
    $tls = [System.Net.Security.SslStream]::new($stream, $false, [System.Net.Security.RemoteCertificateValidationCallback]$check)
    try {
      $tls.AuthenticateAsClient($connection.Target, $null, [System.Security.Authentication.SslProtocols]'Tls12', $false)
    } catch {
      # A handshake may fail, or run out of time, once the certificate was seen.
      if (-not $seen.Detail) {
        if ($connection.Speech -eq 'perhaps-tls') { return Get-Finding $address 'connected' 'connected, yet no answer by TLS' }
        return Get-Finding $address 'cannot-tell' 'connected, yet no answer by TLS'
      }
    }
    $detail = $seen.Detail
    if ($connection.Target -notmatch ':|^[0-9.]+$') {
      if ($seen.Problems -match 'NameMismatch') { return Get-Finding $address 'inspected' $detail }
      if ($seen.Problems -match 'ChainErrors') { return Get-Finding $address 'untrusted' $detail }
    }
    $status = 0
    if ($connection.Speech -eq 'https') { try { $status = Get-HttpStatus $tls } catch { $status = 0 } }
    if ($status -gt 0) { $detail = 'HTTP {0}, {1}' -f $status, $detail }
    Get-Finding $address (Get-HttpOutcome $status) $detail
  }

  # Closes a connection when its time is up: a limit of each read lets an answer come in drop by drop, without an end.
  function Get-Limit($client) {
    $limit = [System.Threading.CancellationTokenSource]::new(2 * $milliseconds)
    $null = $limit.Token.Register([System.Delegate]::CreateDelegate([System.Action], $client, 'Close'))
    $limit
  }

  function Get-TcpFinding($address) {
    $client = [System.Net.Sockets.TcpClient]::new($address.AddressFamily)
    try {
      $task = $client.ConnectAsync($address, $connection.Port)
      if (-not $task.Wait($milliseconds)) {
        $client.Close()
        return Get-Finding $address 'no-answer' ''
      }
      $stream = $client.GetStream()
      $stream.ReadTimeout = $milliseconds
      $stream.WriteTimeout = $milliseconds
    } catch {
      $client.Close()
      return Get-Failure $address (Get-Cause $_.Exception)
    }
    $limit = Get-Limit $client
    try {
      if ($connection.Speech -in 'tls', 'perhaps-tls', 'https') { return Get-TlsFinding $address $stream }
      if ($connection.Speech -eq 'http') {
        $status = Get-HttpStatus $stream
        if ($status -eq 0) { return Get-Finding $address 'cannot-tell' 'connected, yet no answer by HTTP' }
        return Get-Finding $address (Get-HttpOutcome $status) ('HTTP {0}' -f $status)
      }
      if ($connection.Speech -eq 'dns') {
        $stream.Write([byte[]](0, 17) + $rootQuery, 0, 19)
        $answer = [byte[]]::new(6)
        $length = 0
        while ($length -lt 6) {
          $read = $stream.Read($answer, $length, 6 - $length)
          if ($read -eq 0) { return Get-Finding $address 'cannot-tell' 'connected, yet no answer by DNS' }
          $length += $read
        }
        return Get-Finding $address 'connected' (Get-DnsWords $answer[2..5] 4)
      }
      Get-Finding $address 'connected' ''
    } catch {
      Get-Finding $address 'cannot-tell' ('connected, then: {0}' -f (Get-Cause $_.Exception))
    } finally {
      $limit.Dispose()
      $client.Close()
    }
  }

  if ($connection.Speech -eq 'none' -or -not $connection.Target) { return Get-Finding '' 'not-tested' $connection.Note }
  if ($connection.Target -match ':|^[0-9.]+$') {
    $addresses = @([System.Net.IPAddress]::Parse($connection.Target))
  } else {
    $known = @()
    try {
      $task = [System.Net.Dns]::GetHostAddressesAsync($connection.Target)
      if (-not $task.Wait($milliseconds)) { return Get-Finding '' 'unresolved' 'no resolver answers' }
      $known = @($task.Result)
    } catch {
      return Get-Finding '' 'unresolved' 'no address is known for it'
    }
    $addresses = @()
    if ($connection.Versions -match '4') { $addresses += @($known | Where-Object { $_.AddressFamily -eq 'InterNetwork' } | Select-Object -First 1) }
    if ($connection.Versions -match '6') { $addresses += @($known | Where-Object { $_.AddressFamily -eq 'InterNetworkV6' } | Select-Object -First 1) }
    if ($addresses.Count -eq 0) { return Get-Finding '' 'unresolved' ('it has no IPv{0} address' -f $connection.Versions) }
  }
  foreach ($address in $addresses) {
    if ($connection.Transport -eq 'udp') { Get-UdpFinding $address } else { Get-TcpFinding $address }
  }
}

$pool = [runspacefactory]::CreateRunspacePool(1, ${atOnce})
$pool.Open()
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$running = @(foreach ($connection in $connections) {
  $shell = [powershell]::Create()
  $shell.RunspacePool = $pool
  $null = $shell.AddScript($attempt.ToString()).AddArgument($connection).AddArgument([int]$Timeout)
  @{ Connection = $connection; Shell = $shell; Handle = $shell.BeginInvoke() }
})
$number = 0
$ends = 0
$results = @(foreach ($job in $running) {
  $found = @()
  # Those that run at once have the time of one connection; the next ones begin when it is up, at the latest.
  if ($number % ${atOnce} -eq 0) { $ends += ${1000 * steps} * [int]$Timeout }
  $number += 1
  $left = [int]($ends - $clock.ElapsedMilliseconds)
  if ($left -lt 0) { $left = 0 }
  if ($job.Handle.AsyncWaitHandle.WaitOne($left)) {
    try { $found = @($job.Shell.EndInvoke($job.Handle)) } catch { $found = @() }
  } else {
    # Nothing here waits for it to stop: it may hang in what cannot be stopped, as the look for an issuer of a certificate.
    $null = $job.Shell.BeginStop($null, $null)
    $found = @(@{ Address = ''; Outcome = 'cannot-tell'; Detail = 'not done when its time was up' })
  }
  if ($found.Count -eq 0) { $found = @(@{ Address = ''; Outcome = 'no-route'; Detail = 'the script did not come to its end' }) }
  foreach ($finding in $found) { @{ Connection = $job.Connection; Address = $finding.Address; Outcome = $finding.Outcome; Detail = $finding.Detail } }
})
$null = $pool.BeginClose($null, $null)

$machine = [System.Environment]::MachineName -replace '[^ -~]', ' '
$time = [System.DateTime]::UtcNow.ToString('s') + 'Z'
if ($Json) {
  $written = @(foreach ($result in $results) {
    $name = $null
    if ($result.Connection.Target) { $name = $result.Connection.Target }
    $address = $null
    if ($result.Address) { $address = $result.Address }
    [ordered]@{
      flow = $result.Connection.Flow
      transport = $result.Connection.Transport
      target = $name
      address = $address
      port = $result.Connection.Port
      outcome = $result.Outcome
      detail = $result.Detail
    }
  })
  $report = [ordered]@{
    kit = 1
    dataset = $dataset
    release = $release
    side = $side
    host = $machine
    time = $time
    results = $written
  }
  $report | ConvertTo-Json -Depth 4
} else {
  'Release {0}, dataset {1}, tried as {2} on {3}, {4}' -f $release, $dataset, $side, $machine, $time
  ''
  foreach ($result in $results) {
    $where = $result.Connection.Target
    if (-not $where) { $where = '-' }
    if ($result.Address -and $result.Address -ne $where) { $where = '{0} ({1})' -f $where, $result.Address }
    $service = '{0}/{1}' -f $result.Connection.Transport, $result.Connection.Port
    $seen = $words[$result.Outcome]
    $more = $result.Detail
    if ($result.Outcome -ne 'not-tested') { $more = @($more, $result.Connection.Note | Where-Object { $_ }) -join '; ' }
    if ($more) { $seen = '{0} ({1})' -f $seen, $more }
    '{0,-6}  {1,-9}  {2,-40}  {3}: {4}' -f $marks[$result.Outcome], $service, $where, $result.Connection.Title, $seen
  }
}
$failed = @($results | Where-Object { $marks[$_.Outcome] -eq 'FAILED' }).Count
if (-not $Json) {
  $passed = @($results | Where-Object { $marks[$_.Outcome] -eq 'ok' }).Count
  $unclear = @($results | Where-Object { $marks[$_.Outcome] -eq '?' }).Count
  $skipped = @($results | Where-Object { $marks[$_.Outcome] -eq '-' }).Count
  ''
  '{0} ok, {1} failed, {2} that say nothing, {3} not tested' -f $passed, $failed, $unclear, $skipped
}
if ($failed -gt 0) { exit 1 }
exit 0
`;
