/** Flows by zone as a drawing, and as the list that says the same. */
import type { FlowLine } from '#builder/flow-lines.ts';
import { type Diagram, type DrawnFlow, diagramOf } from '#site/diagram.ts';
import { zoneWords } from '#site/words.ts';
import { drawn, element } from './elements.ts';

/** What stands in the figure: a wide drawing, a narrow one for phones, and the words of both. */
export function drawing(lines: readonly FlowLine[]): Element[] {
  const views = lines.map(toDrawn);
  const flows = lines.map(({ entry, source, destination, outcome }) => {
    const text = `${entry.flow.title}: ${source.party.name} (${zoneWords[source.zone]}) to ${destination.party.name} (${zoneWords[destination.zone]})`;
    return element('li', { text: outcome === 'gap' ? `${text}, not covered` : text });
  });
  return [
    svgOf('wide', diagramOf(views, 760)),
    svgOf('narrow', diagramOf(views, 335)),
    element(
      'figcaption',
      {},
      element('p', { class: 'small', text: 'A dashed line is a flow that is not covered.' }),
      element('details', {}, element('summary', { text: 'The diagram as text' }), element('ul', {}, ...flows)),
    ),
  ];
}

function toDrawn({ entry, source, destination, outcome }: FlowLine): DrawnFlow {
  const end = entry.direction === 'in' ? source : destination;
  return {
    // Dashed is what has a `via`, which is never a rule of its own: so is what is not covered.
    flow: outcome === 'gap' ? { ...entry.flow, via: entry.flow.id } : entry.flow,
    other: { ...end.party, zone: end.zone },
    direction: entry.direction,
  };
}

function svgOf(name: 'wide' | 'narrow', { width, height, zones, parties, arrows, x }: Diagram): SVGElement {
  return drawn(
    'svg',
    { class: name, viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
    ...zones.flatMap((zone) => [
      drawn('rect', { class: 'zone', x: 0.5, y: zone.y + 0.5, width: x.wall - 12, height: zone.height - 1 }),
      drawn('text', { class: 'zone-name', x: x.party, y: zone.y + 17 }, zone.label),
    ]),
    wall(height, x.wall),
    drawn('rect', { class: 'gateway', x: x.gateway, y: 0.5, width: x.gatewayWidth, height: height - 1 }),
    drawn('text', { class: 'gateway-name', x: x.gateway + x.gatewayWidth / 2, y: height / 2 + 5 }, 'gateway'),
    ...parties.flatMap((party) => [
      drawn('rect', { class: 'party', x: x.party, y: party.y, width: x.partyWidth, height: party.height }),
      ...party.lines.map((line, at) =>
        drawn(
          'text',
          { class: 'party-name', x: x.party + 10, y: party.y + party.height / 2 + 5 + (at - (party.lines.length - 1) / 2) * 17 },
          line,
        ),
      ),
    ]),
    ...arrows.map(({ label, title, direction, dashed, y }) =>
      drawn(
        'g',
        { class: `arrow ${direction}` },
        drawn('text', { x: x.start + 8, y: y - 8 }, label, ...(name === 'wide' ? [drawn('tspan', { class: 'title', dx: 8 }, title)] : [])),
        drawn('path', {
          class: dashed ? 'shaft dashed' : 'shaft',
          d: direction === 'in' ? `M${x.start} ${y}H${x.gateway - 8}` : `M${x.gateway} ${y}H${x.start + 8}`,
        }),
        drawn('path', {
          class: 'head',
          d: direction === 'in' ? `M${x.gateway - 10} ${y - 5}l10 5 -10 5z` : `M${x.start + 10} ${y - 5}l-10 5 10 5z`,
        }),
      ),
    ),
  );
}

function wall(height: number, x: number): SVGElement {
  const posts = `M${x - 7} 4V${height - 10}l3.5 8 3.5 -8V4M${x} 4V${height - 10}l3.5 8 3.5 -8V4`;
  const bars = Array.from({ length: Math.floor((height - 24) / 14) }, (_, at) => `M${x - 10} ${12 + at * 14}H${x + 10}`);
  return drawn('g', { class: 'wall' }, drawn('path', { d: posts }), ...bars.map((d) => drawn('path', { d })));
}
