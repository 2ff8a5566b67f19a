/** The history of each flow on its own page, against the rows of the releases and the pages that show them. */
import { describe, expect, it } from 'vitest';
import { attribute, childrenOf, type Element, find, first, shownText, site, textOf } from './built.ts';
import { dataset, features, releases } from './published.ts';

/** The history of a flow as its page has it: for each release, its status and the cells of each row, by the heading of their column. */
function historyOf(card: Element) {
  const table = first(first(card, '.history'), 'table');
  const heads = find(first(table, 'thead'), 'th').map((head) => textOf(head));
  return find(table, 'tbody').map((part) => {
    const lines = childrenOf(part).map(childrenOf);
    const [release, status] = lines[0] as [Element, Element];
    const whole = lines[0]?.length === heads.length;
    return {
      release: textOf(release),
      status: textOf(status),
      why: whole ? undefined : textOf(lines[0]?.[2] as Element),
      rows: whole
        ? lines.map((cells, at) =>
            Object.fromEntries(heads.slice(2).map((head, index) => [head, cells[index + (at === 0 ? 2 : 0)] as Element])),
          )
        : [],
    };
  });
}

const cards = features.flatMap((feature) =>
  find(site.page(`/features/${feature}/`).document, 'article[data-flow]').map((card) => ({
    id: attribute(card, 'data-flow') as string,
    card,
  })),
);
/** Rows of the data that support a flow. */
const rowsOf = (release: string, id: string) =>
  dataset.releases.find((entry) => entry.release === release)?.rows.filter((row) => Object.hasOwn(row.flows, id)) ?? [];

it('has a history for every flow', () => {
  const flows = dataset.features.flatMap((feature) => feature.flows.map(({ id }) => id));
  expect(cards.map(({ id }) => id)).toEqual(flows);
  expect(cards.flatMap(({ card }) => historyOf(card)).length).toBe(flows.length * releases.length);
});

describe.each(cards)('$id', ({ id, card }) => {
  const history = historyOf(card);

  it('has the rows of every release as printed, each with a link to where it stands', () => {
    for (const { release, rows } of history) {
      const printed = rowsOf(release, id);
      const shown = rows.map((cells) => ({
        row: attribute(first(cells.Row as Element, 'a'), 'href'),
        cut: find(cells.Row as Element, '.mark').length > 0,
        ...Object.fromEntries(
          ['Port', 'Protocol', 'Application', 'Direction', 'Condition'].map((head) => [head, cells[head] ? textOf(cells[head]) : '']),
        ),
      }));
      expect(shown, release).toEqual(
        printed.map(({ row, port, mark = '', protocol, application = '', direction, condition, conditionFlows, cut }) => ({
          row: `/releases/${release}/#row-${row}`,
          cut,
          Port: `${port}${mark}`,
          Protocol: protocol,
          Application: application,
          Direction: direction ?? 'not readable',
          Condition:
            (conditionFlows?.includes(id) === false ? undefined : condition) ??
            (cut && history.some((entry) => entry.rows.some((cells) => cells.Condition)) ? 'perhaps lost' : ''),
        })),
      );
    }
  });

  it('counts and names the hosts that each row prints, and says where their list breaks off', () => {
    for (const { release, rows } of history) {
      for (const [at, { flows }] of rowsOf(release, id).entries()) {
        const { hosts, hostList } = flows[id] as (typeof flows)[string];
        const said = rows[at]?.Hosts ? textOf(rows[at].Hosts) : 'none';
        expect(Number(/^\d+/.exec(said)?.[0] ?? 0), release).toBe(hosts.length);
        expect(rows[at]?.Hosts ? find(rows[at].Hosts, 'span').map((name) => textOf(name)) : [], release).toEqual(hosts);
        expect(/not readable|breaks off/.test(said), release).toBe(hostList === 'cut');
      }
    }
  });

  it('says of a release without a row why, and from where that is known', () => {
    for (const { release, status, why } of history) {
      if (rowsOf(release, id).length > 0) expect(why, release).toBeUndefined();
      else {
        expect(['carried', 'gone', 'unknown', 'not printed', 'unresolved'], release).toContain(status);
        const earlier = releases.slice(0, releases.indexOf(release)).filter((other) => rowsOf(other, id).length > 0);
        if (status === 'carried' || status === 'gone') expect(why, release).toContain(earlier.at(-1));
        if (status === 'unknown') expect(why, release).toMatch(/ends before its place, and no earlier release decides/);
      }
    }
  });

  it('agrees with the page of the release about what it prints', () => {
    for (const { release, rows } of history) {
      for (const cells of rows) {
        const address = attribute(first(cells.Row as Element, 'a'), 'href')?.split('#')[1];
        const line = first(site.page(`/releases/${release}/`).document, `#${address}`);
        const there = Object.fromEntries(find(line, '[data-cell]').map((cell) => [attribute(cell, 'data-cell'), shownText(cell)]));
        expect([textOf(cells.Port as Element), textOf(cells.Protocol as Element)], release).toEqual([there.port, there.protocol]);
      }
    }
  });
});
