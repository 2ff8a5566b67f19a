import type { FlowList, FlowRecord } from './flow-record.ts';
import type { Format } from './format.ts';
import { aboutWords, neededWords, statusWords } from './list-words.ts';
import { renderWorkbook, type Sheet } from './workbook.ts';

/** `flows.xlsx`: all that `flows.json` holds, on sheets that filter. */
export const format = {
  extension: 'xlsx',
  perFeature: false,
  render: (list: FlowList) =>
    renderWorkbook(
      [aboutSheet, flowsSheet, hostsSheet, notesSheet, rowsSheet, absentSheet].map((toSheet) => toSheet(list)),
      list.dataset,
    ),
} satisfies Format;

/** What the workbook is and what its words mean, for whoever gets it without the page it came from. */
const aboutSheet = (list: FlowList): Sheet => ({
  name: 'About',
  isTable: false,
  columns: [
    { title: 'Word', width: 16 },
    { title: 'Meaning', width: 110, isLong: true },
  ],
  rows: [
    ...aboutWords(list),
    ...statusWords(list),
    [
      'Flows',
      `${count(list.flows.length, 'connection')}: a line for each transport and port range; the source opens it, and the gateway sees it go in or out`,
    ],
    ['Hosts', 'a line for each published host name and port; "*." stands for any leading labels'],
    ['Notes', 'why a flow departs from what is printed (reading), and what an experienced administrator would question (doubt)'],
    ['Printed rows', "the rows of the vendor's table that each flow rests on, as printed"],
    ['Absent', `${count(list.absent.length, 'flow')} that this release no longer has, or of which nothing is known here`],
  ],
});

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

const flowsSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Flows',
  isTable: true,
  columns: [
    { title: 'ID', width: 32 },
    { title: 'Title', width: 32, isLong: true },
    { title: 'Purpose', width: 45, isLong: true },
    { title: 'Source', width: 28, isLong: true },
    { title: 'Destination', width: 28, isLong: true },
    { title: 'Direction', width: 10 },
    { title: 'Transport', width: 10 },
    { title: 'Port from', width: 10 },
    { title: 'Port to', width: 10 },
    { title: 'Source port from', width: 10 },
    { title: 'Source port to', width: 10 },
    { title: 'Application', width: 14 },
    { title: 'Hosts', width: 36, isLong: true },
    { title: 'Host list', width: 14 },
    { title: 'Needed', width: 36, isLong: true },
    { title: 'Status', width: 12 },
    { title: 'Carried from', width: 12 },
    { title: 'Printed rows', width: 12 },
    { title: 'Printed direction', width: 12 },
    { title: 'Notes', width: 8 },
    { title: 'Port is a setting', width: 10 },
    { title: 'FTP data channel', width: 14 },
    { title: 'Opened by helper of', width: 20 },
    { title: 'TLS inspection', width: 14 },
    { title: 'Feature', width: 20 },
    { title: 'Source ID', width: 28 },
    { title: 'Source zone', width: 12 },
    { title: 'Destination ID', width: 28 },
    { title: 'Destination zone', width: 12 },
  ],
  rows: flows.flatMap((flow) =>
    linesOf(flow).map(({ transport, from, to }) => [
      flow.id,
      flow.title,
      flow.purpose,
      flow.source.name,
      flow.destination.name,
      flow.direction,
      transport,
      from,
      to,
      flow.sourcePorts[0]?.from ?? '',
      flow.sourcePorts[0]?.to ?? '',
      flow.application ?? '',
      flow.hosts.join('\n'),
      flow.hostList,
      neededWords(flow),
      flow.status,
      flow.carriedFrom ?? '',
      flow.printed.map(({ row }) => row).join(' '),
      [...new Set(flow.printed.map(({ direction }) => direction ?? ''))].join(' ').trim(),
      notesOf(flow).length,
      flow.configurable,
      flow.dataChannel ?? '',
      flow.via ?? '',
      flow.tlsInspection,
      flow.feature,
      flow.source.party,
      flow.source.zone,
      flow.destination.party,
      flow.destination.zone,
    ]),
  ),
});

const hostsSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Hosts',
  isTable: true,
  columns: [
    { title: 'Host', width: 40 },
    { title: 'Transport', width: 10 },
    { title: 'Port from', width: 10 },
    { title: 'Port to', width: 10 },
    { title: 'Flow', width: 32 },
    { title: 'Title', width: 40 },
    { title: 'Feature', width: 20 },
  ],
  rows: flows.flatMap((flow) =>
    flow.hosts.flatMap((host) =>
      linesOf(flow).map(({ transport, from, to }) => [host, transport, from, to, flow.id, flow.title, flow.feature]),
    ),
  ),
});

const notesSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Notes',
  isTable: true,
  columns: [
    { title: 'Flow', width: 32 },
    { title: 'Kind', width: 10 },
    { title: 'Note', width: 110, isLong: true },
  ],
  rows: flows.flatMap((flow) => notesOf(flow).map(([kind, words]) => [flow.id, kind, words])),
});

/** Why a flow departs from what is printed, and what an experienced administrator would question. */
const notesOf = ({ reading, doubts }: FlowRecord): [kind: string, words: string][] => [
  ...(reading === null ? [] : [['reading', reading] as [string, string]]),
  ...doubts.map((doubt): [string, string] => ['doubt', doubt]),
];

const rowsSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Printed rows',
  isTable: true,
  columns: [
    { title: 'Flow', width: 32 },
    { title: 'Row', width: 8 },
    { title: 'Printed port', width: 12 },
    { title: 'Printed protocol', width: 16 },
    { title: 'Printed direction', width: 12 },
    { title: 'Cut', width: 8 },
    { title: 'Restored', width: 12 },
    { title: 'Restored from', width: 14 },
    { title: 'Restored from row', width: 12 },
    { title: 'Strength', width: 12 },
  ],
  rows: flows.flatMap(({ id, printed }) =>
    printed.map(({ row, port, protocol, direction, cut, restored }) => [
      id,
      row,
      port,
      protocol,
      direction ?? '',
      cut,
      restored?.what ?? '',
      restored?.from ?? '',
      restored?.row ?? '',
      restored?.strength ?? '',
    ]),
  ),
});

const absentSheet = ({ absent }: FlowList): Sheet => ({
  name: 'Absent',
  isTable: true,
  columns: [
    { title: 'ID', width: 32 },
    { title: 'Status', width: 12 },
    { title: 'Last printed', width: 14 },
  ],
  rows: absent.map(({ id, status, lastPrinted }) => [id, status, lastPrinted ?? '']),
});

/** The lines of a flow, as in `flows.csv`: one for each transport and port range. */
const linesOf = ({ transport, ports }: FlowRecord) => transport.flatMap((name) => ports.map((range) => ({ transport: name, ...range })));
