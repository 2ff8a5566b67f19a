/** Where everything of a diagram stands: the parties at the left by zone, the gateway at the right, one arrow for each flow. */
import type { FlowView } from './flow-view.ts';
import { portText, zoneWords } from './words.ts';

export interface Diagram {
  readonly width: number;
  readonly height: number;
  readonly zones: readonly { readonly label: string; readonly y: number; readonly height: number }[];
  readonly parties: readonly { readonly lines: readonly string[]; readonly y: number; readonly height: number }[];
  /** One for each flow: its transport and port, and what it is for. */
  readonly arrows: readonly {
    readonly label: string;
    readonly title: string;
    readonly direction: 'in' | 'out';
    readonly dashed: boolean;
    readonly y: number;
  }[];
  /** Horizontal places, in the same unit as `width` (CSS pixels). */
  readonly x: {
    readonly party: number;
    readonly partyWidth: number;
    readonly start: number;
    readonly wall: number;
    readonly gateway: number;
    readonly gatewayWidth: number;
  };
}

const lane = 46;
const zoneHead = 26;
const gap = 14;
const margin = 12;

/** What a drawing shows of a flow. */
export type DrawnFlow = Pick<FlowView, 'flow' | 'other' | 'direction'>;

/** Lays the flows out on a drawing `width` pixels wide; a narrow one has a narrower column for the parties. */
export function diagramOf(views: readonly DrawnFlow[], width: number): Diagram {
  const narrow = width < 500;
  const partyWidth = narrow ? 104 : 190;
  const gatewayWidth = narrow ? 62 : 110;
  const x = {
    party: margin,
    partyWidth,
    start: margin + partyWidth,
    wall: width - gatewayWidth - margin - (narrow ? 26 : 60),
    gateway: width - gatewayWidth - margin,
    gatewayWidth,
  };
  const lettersPerLine = narrow ? 11 : 24;

  let y = margin;
  const zones: Diagram['zones'][number][] = [];
  const parties: Diagram['parties'][number][] = [];
  const arrows: Diagram['arrows'][number][] = [];
  for (const [zone, inZone] of groupBy(views, (view) => view.other.zone)) {
    const top = y;
    y += zoneHead;
    for (const [, ofParty] of groupBy(inZone, (view) => view.other.id)) {
      const lines = wrap((ofParty[0] as DrawnFlow).other.name, lettersPerLine);
      const height = Math.max(ofParty.length * lane - 8, lines.length * 17 + 14);
      parties.push({ lines, y, height });
      const offset = (height - ofParty.length * lane + 8) / 2;
      ofParty.forEach((view, at) => {
        arrows.push({
          label: labelOf(view),
          title: view.flow.title,
          direction: view.direction,
          dashed: view.flow.via !== undefined,
          y: y + offset + at * lane + 26,
        });
      });
      y += height + gap;
    }
    zones.push({ label: zoneWords[zone], y: top, height: y - top - gap / 2 });
    y += gap / 2;
  }
  return { width, height: y - gap + margin, zones, parties, arrows, x };
}

const labelOf = ({ flow }: DrawnFlow) => `${flow.transport.map((name) => name.toUpperCase()).join('+')} ${portText(flow.port)}`;

function groupBy<T, K>(list: readonly T[], keyOf: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of list) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

function wrap(text: string, letters: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + word.length < letters ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}
