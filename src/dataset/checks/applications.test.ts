import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';
const smtp = 'src/data/features/smtp.yaml';

describe('applications', () => {
  it('refuses a service name on a port of another service', () => {
    expect(reportAfter([upkeep, 'application: snmp', 'application: snmptrap'])).toEqual([
      'src/data/features/upkeep.yaml:53:18  "snmptrap" is registered for tcp/162 and udp/162, and "snmp-polling" is on udp/161: correct one of them, or pin the port in src/data/pins.yaml with the reason',
    ]);
  });

  it('refuses a transport that the name is not registered for', () => {
    expect(reportAfter([upkeep, 'application: https', 'application: syslog'])).toEqual([
      'src/data/features/upkeep.yaml:62:18  "syslog" is registered for udp/514, and "unresolved-https" is on tcp/443: correct one of them, or pin the port in src/data/pins.yaml with the reason',
    ]);
  });

  it('judges a flow by its source port where that is fixed', () => {
    expect(reportAfter([upkeep, 'application: ftp-data', 'application: ftp'])).toEqual([
      'src/data/features/upkeep.yaml:27:18  "ftp" is registered for tcp/21 and udp/21, and "backup-ftp-data" is on tcp/20: correct one of them, or pin the port in src/data/pins.yaml with the reason',
    ]);
  });

  it('refuses a name that it does not know', () => {
    expect(
      reportAfter([upkeep, 'application: snmp', 'application: smnp'], [upkeep, 'application: https', 'application: example-app']),
    ).toEqual([
      'src/data/features/upkeep.yaml:53:18  application "smnp" is not among the names of src/dataset/iana.ts: did you mean "smtp"? Otherwise add its line there from the registry, or write null',
      'src/data/features/upkeep.yaml:62:18  application "example-app" is not among the names of src/dataset/iana.ts: add its line there from the registry, or write null',
    ]);
  });

  it('lets a pin with a reason stand against the registry', () => {
    expect(
      reportAfter([
        smtp,
        'port: 17777\n    application: null\n    when: { peers: ["yes"] }\n    tlsInspection',
        'port: 17777\n    application: syslog\n    when: { peers: ["yes"] }\n    tlsInspection',
      ]),
    ).toEqual([]);
  });
});
