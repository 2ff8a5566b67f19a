/** A test script for bash 4.2 and later, as of RHEL 7: beside bash and coreutils it runs `getent`, and `openssl` where that is there. */
import { ascii, wrapped } from '#rules/text.ts';
import { atOnce, defaultSeconds, headerLines, type KitAbout } from './header.ts';
import { markOf, outcomeIds, outcomes, turningAway } from './outcomes.ts';
import { type Probe, type Side, scriptName, titleOf, type Untested } from './probe.ts';

/** The script of one side: ASCII, LF line ends. */
export function renderBash(side: Side, about: KitAbout): string {
  const name = scriptName(side, 'sh');
  const header = headerLines(side, about, {
    commands: [
      [`bash ${name}`, 'prints a table'],
      [`bash ${name} --json > ${side.id}.json`, 'for the page that made this script: it says which rule is missing'],
      [`bash ${name} --help`, 'the other options'],
    ],
    notes: ['It takes bash 4.2, coreutils and getent. Certificates are looked at where openssl is there.'],
    steps: 1 + 2 * 2,
  });
  return [
    '#!/usr/bin/env bash',
    ...header.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(line, 118))).map((line) => `# ${line}`.trimEnd()),
    '',
    'set -u',
    'export LC_ALL=C TZ=UTC0',
    'unset BASH_ENV',
    `side=${quoted(side.id)} release=${quoted(about.release)} dataset=${quoted(about.dataset)}`,
    '',
    tables,
    '# What to try, a line each: flow, what it is, transport, port, what is said, party, target, IP versions, what to know.',
    ...side.probes.map(probeLine),
    ...side.untested.map(untestedLine),
    '',
    '# What may be found, and in what kind of words it is counted.',
    ...outcomeIds.map((id) => `words[${quoted(id)}]=${quoted(outcomes[id].words)} mark[${quoted(id)}]=${quoted(markOf(id))}`),
    '',
    machinery,
  ].join('\n');
}

/** A text as one word of the shell. Inside single quotes nothing has a meaning but the quote itself (POSIX, XCU 2.2.2). */
const quoted = (text: string): string => `'${ascii(text).replaceAll("'", "'\\''")}'`;

function probeLine(probe: Probe): string {
  const { flow, transport, port, speech, party, target, families, note } = probe;
  const versions = families.map((family) => (family === 'ipv4' ? '4' : '6')).join('');
  const wanted = target === null ? `${note}; name one with --target ${party}=ADDRESS` : note;
  return call([flow, titleOf(probe), transport, `${port}`, speech, party, target ?? '', versions, wanted ?? '']);
}

const untestedLine = (untested: Untested): string =>
  call([untested.flow, titleOf(untested), untested.transport, `${untested.port}`, 'none', '', '', '', untested.reason]);

const call = (words: readonly string[]): string => `connection ${words.map(quoted).join(' ')}`;

const tables = `flow=() title=() transport=() port=() speech=() party=() target=() versions=() note=()
declare -A words=() mark=()
connection() {
  flow+=("$1") title+=("$2") transport+=("$3") port+=("$4") speech+=("$5") party+=("$6") target+=("$7") versions+=("$8") note+=("$9")
}
`;

/** The same in every script. What is between single quotes there is for another shell, or for printf. */
const machinery = `# ---- the same in every script from here on ----

at_once=${atOnce} seconds=${defaultSeconds} json='' given=()

help() {
  cat <<END
bash \${0##*/} [--json] [--timeout SECONDS] [--target PARTY=ADDRESS]...
  --json                  prints what was found as JSON
  --timeout SECONDS       for each step of a connection, from 1 to 60; $seconds without it
  --target PARTY=ADDRESS  an address or a name to try where the script has none; may be given several times
END
}

wrong() {
  printf '%s\\n' "$1" >&2
  help >&2
  exit 2
}

while (($# > 0)); do
  case $1 in
    --json) json=1 ;;
    --timeout)
      [[ \${2-} =~ ^[1-9][0-9]?$ && $2 -le 60 ]] || wrong 'After --timeout stands a number of seconds, from 1 to 60.'
      seconds=$2
      shift
      ;;
    --target)
      [[ \${2-} =~ ^[a-z0-9-]+=[A-Za-z0-9:][A-Za-z0-9.:-]*$ ]] || wrong 'After --target stands a party, "=", and an address or a name.'
      given+=("$2")
      shift
      ;;
    --help)
      help
      exit 0
      ;;
    *) wrong "There is no option $1." ;;
  esac
  shift
done

for tool in timeout getent dd head od tr; do
  type -P "$tool" >/dev/null || wrong "The program $tool is missing."
done
openssl=$(type -P openssl)
bundle=\${SSL_CERT_FILE:-}
for file in /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/certs/ca-certificates.crt; do
  [[ -n $bundle || ! -r $file ]] || bundle=$file
done

# A target that was given takes the place of one that is missing; a second one for the same party stands beside it.
lacking=()
for at in "\${!flow[@]}"; do
  [[ -z \${party[at]} || -n \${target[at]} ]] || lacking+=("$at")
done
for entry in \${given[@]+"\${given[@]}"}; do
  taken=''
  for at in \${lacking[@]+"\${lacking[@]}"}; do
    [[ \${party[at]} == "\${entry%%=*}" ]] || continue
    taken=1
    if [[ -z \${target[at]} ]]; then
      target[at]=\${entry#*=} note[at]=''
    else
      connection "\${flow[at]}" "\${title[at]}" "\${transport[at]}" "\${port[at]}" "\${speech[at]}" '' "\${entry#*=}" "\${versions[at]}" ''
    fi
  done
  [[ -n $taken ]] || wrong "Nothing here lacks a target for \${entry%%=*}."
done

# Printable characters only, no more than fit on a line, and none that would have to be escaped in JSON.
plain() {
  local text=\${1//[^ -~]/ } quote="'"
  text=\${text//[\\\\\\"]/\${quote}}
  printf '%s' "\${text:0:200}"
}

# One line of what was found: place in the list, address, outcome, detail. Short enough to come through the pipe in one piece.
found() {
  printf '%s\\037%s\\037%s\\037%s\\n' "$1" "$2" "$3" "$(plain "$4")"
}

# Runs a function of this script in a shell of its own, and ends that when its time is up.
bounded() {
  timeout -k 1 "$seconds" "$BASH" -c "$(declare -f "$1"); \\"\\$@\\"" bash "$@" 2>&1 </dev/null
}

# Connects to an address and a port; says "open" once it is, and what comes back then.
stream() {
  exec 3<>"/dev/tcp/$1/$2" || exit 1
  echo open
  case $3 in
    http)
      printf 'GET / HTTP/1.0\\r\\nHost: %s\\r\\nUser-Agent: portcullis-test\\r\\nConnection: close\\r\\n\\r\\n' "$4" >&3
      dd bs=200 count=1 status=none <&3 | tr -cd '[:print:]'
      ;;
    dns)
      printf '\\0\\021PC\\001\\0\\0\\001\\0\\0\\0\\0\\0\\0\\0\\0\\002\\0\\001' >&3
      dd bs=1 count=6 status=none <&3 | od -An -v -tx1
      ;;
  esac
}

# Sends a datagram to an address and a port, and shows what comes back, in hexadecimal digits.
datagram() {
  exec 3<>"/dev/udp/$1/$2" || exit 1
  case $3 in
    dns) printf 'PC\\001\\0\\0\\001\\0\\0\\0\\0\\0\\0\\0\\0\\002\\0\\001' >&3 ;;
    ntp) printf '#%47s' '' | tr ' ' '\\0' >&3 ;;
    *) printf '\\0' >&3 ;;
  esac
  dd bs=512 count=1 status=none <&3 | od -An -v -tx1
}

# What the answer to a DNS query says: identifier, flags, and the code of RFC 1035, section 4.1.1.
dns_words() {
  local codes=(NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED)
  if [[ $1 =~ ^5043[89a-f][0-9a-f].([0-9a-f]) ]]; then
    printf 'it answers %s' "\${codes[16#\${BASH_REMATCH[1]}]:-code \${BASH_REMATCH[1]}}"
  else
    printf 'what it answers is no DNS'
  fi
}

# What the answer of a time server says: mode and stratum of RFC 5905, section 7.3.
ntp_words() {
  if [[ \${#1} -ge 96 && $1 =~ ^.[4c]([0-9a-f]{2}) ]]; then
    printf 'stratum %d' "$((16#\${BASH_REMATCH[1]}))"
  else
    printf 'what it answers is no NTP'
  fi
}

# What a status of HTTP means. A block page has some that a server has too.
http_outcome() {
  case $1 in
    ${turningAway.join(' | ')}) printf turned-away ;;
    [45]*) printf http-error ;;
    *) printf connected ;;
  esac
}

# Tries one address of an entry. In a row: what the machine itself says of the attempt, what came back, and what that means.
attempt() {
  local at=$1 address=$2 output outcome detail='' host
  local what=\${speech[at]}
  host=\${target[at]}
  [[ $host != *:* ]] || host="[$host]"
  [[ \${port[at]} =~ ^(80|443)$ ]] || host="$host:\${port[at]}"
  if [[ \${transport[at]} == udp ]]; then
    # A datagram may be lost on the way; where an answer must come, it is asked for twice.
    for _ in 1 2; do
      output=$(bounded datagram "$address" "\${port[at]}" "$what")
      [[ -z $output && $what != udp ]] || break
    done
  else
    output=$(bounded stream "$address" "\${port[at]}" "$what" "$host")
  fi
  case $output in
    open*)
      spoken "$at" "$address" "\${output#open}" "$host"
      return
      ;;
    *'Connection refused'*) outcome=refused ;;
    *'No route to host'* | *'Permission denied'* | *'Operation not permitted'* | *'Connection reset'*) outcome=unreachable ;;
    *'timed out'*) outcome=no-answer ;;
    '')
      outcome=no-answer
      [[ $what != udp ]] || outcome=cannot-tell
      ;;
    *[!0-9a-f[:space:]]*)
      outcome=no-route
      detail=\${output##*: }
      ;;
    *)
      outcome=answered
      output=\${output//[[:space:]]/}
      case $what in
        dns) detail=$(dns_words "$output") ;;
        ntp) detail=$(ntp_words "$output") ;;
      esac
      ;;
  esac
  found_for "$at" "$address" "$outcome" "$detail"
}

# What came back on a connection that is open.
spoken() {
  local at=$1 address=$2 answer=\${3#$'\\n'} outcome=connected detail=''
  case \${speech[at]} in
    http)
      if [[ $answer =~ ^HTTP/[0-9.]+\\ ([0-9]{3}) ]]; then
        detail="HTTP \${BASH_REMATCH[1]}" outcome=$(http_outcome "\${BASH_REMATCH[1]}")
      else
        outcome=cannot-tell detail='connected, yet no answer by HTTP'
      fi
      ;;
    dns)
      answer=\${answer//[[:space:]]/}
      if [[ $answer =~ ^[0-9a-f]{12}$ ]]; then
        detail=$(dns_words "\${answer:4}")
      else
        outcome=cannot-tell detail='connected, yet no answer by DNS'
      fi
      ;;
    tls | perhaps-tls | https)
      certificate "$at" "$address" "$4"
      return
      ;;
  esac
  found_for "$at" "$address" "$outcome" "$detail"
}

# Whose certificate answers. By a bare address nobody can say whose it should be.
certificate() {
  local at=$1 address=$2 name='' session text line subject='' issuer='' outcome=connected detail='' request=''
  local status=$'\\nHTTP/[0-9.]+ ([0-9]{3})'
  if [[ -z $openssl ]]; then
    found_for "$at" "$address" connected 'openssl is not there: the certificate was not looked at'
    return
  fi
  is_address "\${target[at]}" || name=\${target[at]}
  [[ $address != *:* ]] || address="[$address]"
  [[ \${speech[at]} != https ]] || request="GET / HTTP/1.0"$'\\r\\n'"Host: $3"$'\\r\\n'"Connection: close"$'\\r\\n\\r\\n'
  session=$(printf '%s' "$request" | timeout -k 1 "$seconds" "$openssl" s_client -connect "$address:\${port[at]}" \\
    \${name:+-servername "$name"} \${bundle:+-CAfile "$bundle"} \${request:+-ign_eof} 2>/dev/null | head -c 65536 | tr -d '\\0')
  text=$(printf '%s\\n' "$session" | "$openssl" x509 -noout -subject -issuer \${name:+-checkhost "$name"} 2>/dev/null)
  while read -r line; do
    case $line in
      subject=*) subject=\${line#subject=} ;;
      issuer=*) issuer=\${line#issuer=} ;;
    esac
  done < <(printf '%s\\n' "$text")
  if [[ -z $subject$issuer ]]; then
    [[ \${speech[at]} == perhaps-tls ]] || outcome=cannot-tell
    detail='connected, yet no answer by TLS'
  else
    detail="certificate of \${subject# }, issued by \${issuer# }"
    if [[ -n $name && $text == *'does NOT match'* ]]; then
      outcome=inspected
    elif [[ -n $name && $session != *'Verify return code: 0 '* ]]; then
      outcome=untrusted
    elif [[ -n $request && $session =~ $status ]]; then
      detail="HTTP \${BASH_REMATCH[1]}, $detail" outcome=$(http_outcome "\${BASH_REMATCH[1]}")
    fi
  fi
  found_for "$at" "$2" "$outcome" "$detail"
}

# Found for an entry: a name has a place for each of the two IP versions.
found_for() {
  local at=$((2 * $1))
  [[ $2 != *:* ]] || at=$((at + 1))
  found "$at" "$2" "$3" "$4"
}

is_address() {
  [[ $1 == *:* || $1 =~ ^[0-9.]+$ ]]
}

# Tries one entry: an address, or of a name the first address of each IP version.
try() {
  local at=$1 four='' six='' status='' address tried=''
  if [[ \${speech[at]} == none || -z \${target[at]} ]]; then
    found_for "$at" '' not-tested "\${note[at]}"
    return
  fi
  if is_address "\${target[at]}"; then
    attempt "$at" "\${target[at]}"
    return
  fi
  while read -r address status; do
    case $address in
      end | '' | ::ffff:*) ;;
      *:*) six=\${six:-$address} ;;
      *) four=\${four:-$address} ;;
    esac
  done < <(
    timeout -k 1 "$seconds" getent ahosts "\${target[at]}"
    echo "end $?"
  )
  if [[ -n $four && \${versions[at]} == *4* ]]; then
    attempt "$at" "$four"
    tried=1
  fi
  if [[ -n $six && \${versions[at]} == *6* ]]; then
    attempt "$at" "$six"
    tried=1
  fi
  [[ -z $tried ]] || return
  case $status/$four$six in
    124/*) found_for "$at" '' unresolved 'no resolver answers' ;;
    */) found_for "$at" '' unresolved 'no address is known for it' ;;
    *) found_for "$at" '' unresolved "it has no IPv\${versions[at]} address" ;;
  esac
}

worker() {
  local at
  for ((at = $1; at < \${#flow[@]}; at += at_once)); do try "$at"; done
}

result_address=() result_outcome=() result_detail=()
while IFS=$'\\037' read -r at address outcome detail; do
  result_address[at]=$address result_outcome[at]=$outcome result_detail[at]=$detail
done < <(
  for ((first = 0; first < at_once; first++)); do worker "$first" & done
  wait
)
for ((at = 0; at < \${#flow[@]}; at++)); do
  [[ -z \${result_outcome[2 * at]-}\${result_outcome[2 * at + 1]-} ]] || continue
  result_address[2 * at]='' result_outcome[2 * at]=no-route result_detail[2 * at]='the script did not come to its end'
done

text_of() {
  if [[ -n $1 ]]; then printf '"%s"' "$(plain "$1")"; else printf 'null'; fi
}

passed=0 failed=0 unclear=0 skipped=0 joint=''
if [[ -n $json ]]; then
  printf '{"kit":1,"dataset":"%s","release":"%s","side":"%s","host":%s,"time":"%(%Y-%m-%dT%H:%M:%SZ)T","results":[' \\
    "$dataset" "$release" "$side" "$(text_of "\${HOSTNAME:-}")" -1
else
  printf 'Release %s, dataset %s, tried as %s on %s, %(%Y-%m-%dT%H:%M:%SZ)T\\n\\n' "$release" "$dataset" "$side" "\${HOSTNAME:--}" -1
fi
for place in "\${!result_outcome[@]}"; do
  at=$((place / 2)) address=\${result_address[place]} outcome=\${result_outcome[place]} detail=\${result_detail[place]}
  case \${mark[$outcome]} in
    ok) passed=$((passed + 1)) ;;
    FAILED) failed=$((failed + 1)) ;;
    -) skipped=$((skipped + 1)) ;;
    *) unclear=$((unclear + 1)) ;;
  esac
  if [[ -n $json ]]; then
    printf '%s\\n{"flow":"%s","transport":"%s","target":%s,"address":%s,"port":%s,"outcome":"%s","detail":"%s"}' "$joint" "\${flow[at]}" \\
      "\${transport[at]}" "$(text_of "\${target[at]}")" "$(text_of "$address")" "\${port[at]}" "$outcome" "$detail"
    joint=','
  else
    where=\${target[at]}
    [[ -z $address || $address == "$where" ]] || where="$where ($address)"
    [[ $outcome == not-tested || -z \${note[at]} ]] || detail="\${detail:+$detail; }\${note[at]}"
    printf '%-6s  %-9s  %-40s  %s: %s%s\\n' "\${mark[$outcome]}" "\${transport[at]}/\${port[at]}" "\${where:--}" "\${title[at]}" \\
      "\${words[$outcome]}" "\${detail:+ ($detail)}"
  fi
done
if [[ -n $json ]]; then
  printf '\\n]}\\n'
else
  printf '\\n%s ok, %s failed, %s that say nothing, %s not tested\\n' "$passed" "$failed" "$unclear" "$skipped"
fi
[[ $failed -eq 0 ]]
`;
