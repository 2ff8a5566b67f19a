/** The made-up files of the example: a product, hosts and ports that do not exist. */
export const exampleText = {
  'src/data/product.yaml': `\
name: Example Mail Lighthouse
shortName: Lighthouse
vendor: Example Works
notice: Made up for tests; no such product exists.
dataset: "2026.02.01"
groups:
  - { id: mail, title: Mail flow, summary: What mail needs. }
  - { id: upkeep, title: Upkeep, summary: What keeps the gateway going. }
`,

  'src/data/parties.yaml': `\
parties:
  - { id: gateway, name: the gateway, zone: dmz, reach: typed, hint: The Lighthouse itself. }
  - { id: internet-mail-servers, name: Internet mail servers, zone: internet, reach: internet, hint: Any mail server. }
  - { id: relay-host, name: the relay host, zone: internet, reach: typed, hint: Your provider's relay. }
  - { id: dns-resolvers, name: DNS resolvers, zone: lan, reach: typed, hint: Your resolvers. }
  - { id: peer-gateways, name: peer gateways, zone: peers, reach: typed, hint: The other gateways. }
  - { id: backup-servers, name: backup servers, zone: lan, reach: typed, hint: Your file servers. }
  - { id: update-servers, name: update servers, zone: internet, reach: hosts, hint: The vendor's servers. }
  - { id: revocation-servers, name: revocation servers, zone: internet, reach: unpublished, hint: Named in certificates. }
  - { id: snmp-managers, name: SNMP managers, zone: management, reach: typed, hint: Your monitoring. }
  - { id: unnamed-servers, name: unnamed servers, zone: internet, reach: unpublished, hint: Not known. }
`,

  'src/data/questions.yaml': `\
questions:
  - id: delivery
    ask: How does mail leave?
    choose: one
    default: [direct]
    answers:
      - { id: direct, label: Directly, clause: the gateway delivers mail directly }
      - { id: relay, label: Through a relay, clause: mail leaves through a relay host }
  - id: peers
    ask: Are there peer gateways?
    choose: one
    default: ["no"]
    answers:
      - { id: "no", label: "No", clause: there is no peer gateway }
      - { id: "yes", label: "Yes", clause: peer gateways share data }
  - id: backup
    ask: How do backups travel?
    choose: any
    default: []
    answers:
      - { id: ftp, label: FTP, clause: backups travel by FTP }
  - id: ftp-mode
    ask: Which mode of FTP?
    choose: one
    default: [passive]
    answers:
      - { id: passive, label: Passive, clause: FTP is passive }
      - { id: active, label: Active, clause: FTP is active }
presets:
  - { id: plain, title: A plain gateway, summary: As most begin., answers: {} }
  - { id: relayed, title: Behind a relay, summary: Mail leaves through a relay host., answers: { delivery: [relay] } }
`,

  'src/data/features/smtp.yaml': `\
title: SMTP mail
summary: Mail comes in and goes out.
group: mail
also: [mail server]
flows:
  - id: smtp-inbound
    title: Inbound mail
    purpose: Other mail servers deliver mail.
    from: internet-mail-servers
    to: gateway
    transport: [tcp]
    port: 25
    application: smtp
  - id: smtp-direct
    title: Direct delivery
    purpose: The gateway delivers mail to any mail server.
    from: gateway
    to: internet-mail-servers
    transport: [tcp]
    port: 25
    application: smtp
    when: { delivery: [direct] }
    configurable: true
  - id: smtp-relay
    title: Delivery through a relay
    purpose: The gateway hands mail to a relay host.
    from: gateway
    to: relay-host
    transport: [tcp]
    port: 25
    application: smtp
    when: { delivery: [relay] }
    configurable: true
    addsEnd: true
    reading: The row names no relay host, yet mail may leave through one.
  - id: dns-queries
    title: DNS
    purpose: The gateway looks up mail servers.
    from: gateway
    to: dns-resolvers
    transport: [udp, tcp]
    port: 53
    application: domain
  - id: peer-sync-out
    title: Data to peers
    purpose: The gateway tells its peers what it has seen.
    from: gateway
    to: peer-gateways
    transport: [udp]
    port: 17777
    application: null
    when: { peers: ["yes"] }
    tlsInspection: forbidden
  - id: peer-sync-in
    title: Data from peers
    purpose: Peers tell the gateway what they have seen.
    from: peer-gateways
    to: gateway
    transport: [udp]
    port: 17777
    application: null
    when: { peers: ["yes"] }
`,

  'src/data/features/upkeep.yaml': `\
title: Backups and upkeep
summary: Backups, updates, monitoring.
group: upkeep
flows:
  - id: backup-ftp
    title: Backup by FTP
    purpose: The gateway stores its backups.
    from: gateway
    to: backup-servers
    transport: [tcp]
    port: 21
    application: ftp
    when: { backup: [ftp] }
    configurable: true
    dataChannel: helper
    reading: The gateway is the FTP client.
    doubts: [Passive mode needs ports that no row gives.]
  - id: backup-ftp-data
    title: Backup by FTP, active data
    purpose: The server opens the data connection.
    from: backup-servers
    to: gateway
    transport: [tcp]
    port: 1024-65535
    sourcePort: 20
    via: backup-ftp
    application: ftp-data
    when: { backup: [ftp], ftp-mode: [active] }
    reading: Only the server opens this connection.
  - id: updates
    title: Updates
    purpose: The gateway fetches updates.
    from: gateway
    to: update-servers
    transport: [tcp]
    port: 80
    application: http
  - id: certificate-status
    title: Certificate status
    purpose: The gateway asks whether a certificate was revoked.
    from: gateway
    to: revocation-servers
    transport: [tcp]
    port: 80
    application: http
  - id: snmp-polling
    title: SNMP polling
    purpose: Monitoring reads the gateway's SNMP agent.
    from: snmp-managers
    to: gateway
    transport: [udp]
    port: 161
    application: snmp
    reading: The manager sends the request.
  - id: unresolved-https
    title: Unresolved HTTPS
    purpose: The source does not say.
    from: gateway
    to: unnamed-servers
    transport: [tcp]
    port: 443
    application: https
    unresolved: true
`,

  'src/data/releases/1.0.0.yaml': `\
release: "1.0.0"
since: "2026.01.01"
source: { title: Ports of Lighthouse 1.0, url: https://docs.example.net/1.0/ports }
readTo: { port: 80, whole: false }
absent:
  certificate-status: The rows of this port stand by the alphabet, and the copy was read past its place.
rows:
  - { row: 1, port: "20", protocol: FTP, direction: In/Out, says: backup, flows: [backup-ftp-data] }
  - { row: 2, port: "21", protocol: FTP, direction: In/Out, says: backup, flows: [backup-ftp] }
  - { row: 3, port: "25", protocol: TCP, direction: In, says: mail comes in, flows: [smtp-inbound] }
  - { row: 4, port: "25", mark: "*", protocol: TCP, direction: Out, says: mail goes out, flows: [smtp-direct, smtp-relay] }
  - { row: 5, port: "53", protocol: TCP, direction: Out, says: DNS, flows: [dns-queries] }
  - { row: 6, port: "53", protocol: UDP, direction: Out, says: DNS, flows: [dns-queries] }
  - row: 7
    port: "80"
    protocol: TCP
    direction: Out
    says: updates
    flows:
      updates:
        hosts: [one.updates.example.net, two.updates.example.net, "*.mirror.example.net"]
        hostList: complete
`,

  'src/data/releases/1.1.0.yaml': `\
release: "1.1.0"
since: "2026.01.01"
source: { title: Ports of Lighthouse 1.1, url: https://docs.example.net/1.1/ports }
readTo: { port: 17777, whole: true, end: true }
rows:
  - { row: 1, port: "20", protocol: FTP, direction: In/Out, says: backup, flows: [backup-ftp-data] }
  - { row: 2, port: "21", protocol: FTP, direction: In/Out, says: backup, condition: a server beyond the firewall, flows: [backup-ftp] }
  - { row: 3, port: "25", protocol: TCP, direction: In, says: mail comes in, flows: [smtp-inbound] }
  - { row: 4, port: "25", protocol: TCP, direction: Out, says: mail goes out, flows: [smtp-direct, smtp-relay] }
  - row: 5
    port: "53"
    protocol: UDP/TCP
    direction: Out
    says: null
    flows: [dns-queries]
    cut: true
    restored: { from: "1.0.0", row: 5, what: purpose, strength: proven }
  - row: 6
    port: "80"
    protocol: TCP
    direction: Out
    says: updates, then the list breaks off
    flows:
      updates:
        hosts: [one.updates.example.net]
        hostList: cut
    cut: true
    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }
  - { row: 7, port: "161", protocol: UDP, direction: Out, says: called inbound, flows: [snmp-polling] }
  - { row: 8, port: "443", protocol: TCP, direction: Out, says: null, flows: [unresolved-https], cut: true }
  - { row: 9, port: "17777", protocol: UDP, direction: In/Out, says: peers, flows: [peer-sync-out, peer-sync-in] }
`,

  'src/data/releases/2.0.0.yaml': `\
release: "2.0.0"
since: "2026.02.01"
source: { title: Ports of Lighthouse 2.0, url: https://docs.example.net/2.0/ports }
readTo: { port: 161, whole: false }
rows:
  - { row: 1, port: "21", protocol: TCP, application: FTP, direction: In/Out, says: backup, flows: [backup-ftp] }
  - { row: 2, port: "25", protocol: TCP, application: SMTP, direction: In, says: mail comes in, flows: [smtp-inbound] }
  - { row: 3, port: "25", protocol: TCP, application: SMTP, direction: Out, says: mail goes out, flows: [smtp-direct, smtp-relay] }
  - { row: 4, port: "53", protocol: TCP / UDP, application: DNS, direction: Out, says: DNS, flows: [dns-queries] }
  - { row: 5, port: "80", protocol: TCP, application: HTTP, direction: Out, says: certificates, flows: [certificate-status] }
  - { row: 6, port: "161", protocol: UDP, direction: null, says: null, flows: [], cut: true }
`,

  'src/data/changes.yaml': `\
changes:
  - { dataset: "2026.02.01", title: SNMP, reason: Read again., flows: [snmp-polling] }
  - { dataset: "2026.01.01", title: The first dataset, reason: Begun. }
`,

  'src/data/retired.yaml': `\
retired:
  - { id: smtp-legacy, since: "2026.02.01", reason: It was never printed. }
`,

  'src/data/pins.yaml': `\
pins:
  - { flow: peer-sync-out, transport: udp, port: 17777, reason: Peers really listen there. }
  - { flow: peer-sync-in, transport: udp, port: 17777, reason: So does the gateway. }
`,

  'src/data/glossary.yaml': `\
terms:
  - id: ftp
    term: FTP
    expansion: File Transfer Protocol
    definition: Control on 21, and data from 20 in active mode; FTPS, which is not used here, has 990.
    features: [upkeep]
    mentions: { "990": Named to say that it is not used. }
`,

  'src/content/features/smtp.md': `\
---
description: What mail needs.
---

Mail arrives on port 25. Release 1.1.0 prints it in row 3.
`,

  'src/content/features/upkeep.md': `\
---
description: Backups, updates and monitoring.
mentions:
  "8080": A proxy often listens there.
---

Backups use FTP (RFC 959) on 21. Through a proxy, updates go to 8080 instead of 80.
`,

  'src/content/docs/guides/ftp.md': `\
---
title: FTP through a firewall
features: [upkeep]
---

1. Open TCP 21 to 192.0.2.21.
2. In active mode the data connection comes from 20 to one of 1024-65535.
`,
} as const satisfies Record<string, string>;
