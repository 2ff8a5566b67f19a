/** Shows what the builder has made: the text, what it leaves out, each flow, and what can be taken along. */

import { type EndLine, type FlowLine, flowLines } from '#builder/flow-lines.ts';
import { toRequest } from '#builder/request.ts';
import type { Built } from '#builder/result.ts';
import { type RuleLine, ruleLines, uncovered, uncoveredFlows } from '#builder/rule-lines.ts';
import type { State } from '#builder/state.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { zoneWords } from '#dataset/zones.ts';
import type { Gap } from '#rules/policy.ts';
import { vantageWords } from '#rules/words.ts';
import { rulesStem } from '#site/files.ts';
import { flowPath } from '#site/path.ts';
import { count, portText } from '#site/words.ts';
import { drawing } from './drawing.ts';
import { all, element, found, remake, remakeItems, write } from './elements.ts';
import { flowCount, problemWords } from './show-form.ts';

/** What is shown, and what it is made of. */
export interface Shown {
  readonly dataset: Dataset;
  readonly state: State;
  readonly built: Built;
}

/** Shows everything but what is folded away. */
export function showResult(root: HTMLElement, shown: Shown): void {
  const { built } = shown;
  const { rules } = built;
  const text = rules && rules.policy.rules.length > 0 ? rules.text : '';
  showMissing(root, shown);
  found(root, '[data-rules]').hidden = text === '';
  write(found(root, '#builder-text code'), text);
  write(found(root, '[data-figures]'), figures(shown));
  write(found(root, '[data-file-name]'), rulesFileName(shown));

  const gaps = uncovered(built, shown.state.release);
  const none = found(root, '[data-no-gaps]');
  none.hidden = gaps.length > 0;
  write(none, noGapWords(built));
  remakeItems(found(root, '[data-gap-list]'), gaps, gapItem);
  remakeItems(
    found(root, '[data-flows]'),
    flowLines(built).map((line) => toRow(line, shown)),
    rowOf,
  );
  write(found(root, '[data-summary-words]'), summary(shown));
  for (const fold of all<HTMLDetailsElement>(root, 'details[data-fold]')) if (fold.open) showFold(root, fold, shown);
}

function noGapWords(built: Built): string {
  if (built.problems.length > 0) return 'Nothing beside what is refused, or still to type.';
  if (toType(built) > 0) return 'Nothing beside what is still to type.';
  return 'Nothing: every flow of your selection that may be a rule is one.';
}

const gapItem = ({ flows, reason, names, remedy }: Gap): HTMLElement =>
  element(
    'li',
    {},
    element('strong', { text: flows.map(({ title }) => title).join(', ') }),
    `: ${reason}${names.length > 0 ? ` (${names.join(' ')})` : ''}. ${remedy}`,
  );

/** Shows what stands in a fold; it is made only while somebody looks at it. */
export function showFold(root: HTMLElement, fold: HTMLDetailsElement, { dataset, state, built }: Shown): void {
  switch (fold.dataset.fold) {
    case 'lines': {
      remakeItems(found(root, '[data-lines]'), built.rules ? ruleLines(dataset, built.rules.policy) : [], ruleItem);
      break;
    }
    case 'drawing': {
      const lines = flowLines(built).filter(({ outcome }) => outcome === 'rule' || outcome === 'part' || outcome === 'gap');
      const key = lines.map(({ entry, outcome, source, destination }) => [entry.flow.id, outcome, source.zone, destination.zone]);
      remake(found(root, '[data-drawing]'), [state.release, key], () =>
        lines.length > 0 ? drawing(lines) : ['No flow crosses this firewall.'],
      );
      break;
    }
    default:
      write(found(root, '#builder-request code'), toRequest(dataset, state, built));
  }
}

const ruleItem = ({ rules, words, features, source, destination }: RuleLine): HTMLElement =>
  element(
    'li',
    { attributes: { 'data-rules': rules.join(' '), tabindex: '-1' } },
    words,
    element('span', { class: 'small mono', text: `${source} to ${destination}` }),
    element('span', { class: 'small', text: `For ${features.join(', ')}.` }),
  );

/** "38 rules, 6 flows not covered, 2 entries refused"; while there is no rule, what there is to type. */
export function summary({ built, state }: Shown): string {
  const { rules, problems } = built;
  const refused = problems.length === 1 ? '1 entry refused' : `${problems.length} entries refused`;
  const parts =
    rules && rules.policy.rules.length > 0
      ? [count(rules.policy.rules.length, 'rule'), `${count(uncoveredFlows(built, state.release).length, 'flow')} not covered`]
      : ['No rule yet'];
  return [...parts, ...(toType(built) > 0 ? [`${toType(built)} still to type`] : []), ...(problems.length > 0 ? [refused] : [])].join(', ');
}

/** How many addresses and names are missing. */
const toType = ({ parties, zones }: Built): number => [...parties, ...zones].filter(({ given }) => given === 'missing').length;

function figures({ state, built: { rules, platform } }: Shown): string {
  if (!rules) return '';
  const lines = rules.text.split('\n').length - 1;
  return `${count(rules.policy.rules.length, 'rule')} in ${count(lines, 'line')} for ${platform.name}, seen from ${vantageWords[state.vantage]}.`;
}

/** The name that the rules are saved under. */
export function rulesFileName({ state, built: { platform } }: Shown): string {
  const stem = rulesStem({ platform, vantage: state.vantage, form: state.form ?? undefined });
  return `${fileWord(state.prefix)}-${state.release}-${stem}-${state.dataset}.${platform.extension}`;
}

/** The name that anything else is saved under. */
export const fileName = ({ state }: Pick<Shown, 'state'>, what: string, extension: string): string =>
  `${fileWord(state.prefix)}-${state.release}-${what}-${state.dataset}.${extension}`;

const fileWord = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'rules';

/** What keeps rules from being whole and can be mended here, each with the way to its field. */
function showMissing(root: HTMLElement, { built }: Shown): void {
  const to = (id: string, text: string) => element('button', { class: 'to', type: 'button', text, attributes: { 'data-to': id } });
  const missing = built.parties.filter(({ given }) => given === 'missing');
  const nameless = built.zones.filter(({ given }) => given === 'missing');
  const parts: HTMLElement[] = [];
  if (built.problems.length > 0) {
    const refused = built.problems.map((problem) => element('li', {}, to(fieldId(problem.field), problemWords(problem))));
    parts.push(element('p', { class: 'heading', text: 'Refused, and in no rule' }), element('ul', {}, ...refused));
  }
  if (missing.length + nameless.length > 0) {
    const items = [
      ...missing.map(({ party, flows }) =>
        element('li', {}, to(`builder-${party.id}`, `an address of ${party.name}`), ` (${flowCount(flows)})`),
      ),
      ...nameless.map(({ zone, flows }) =>
        element(
          'li',
          {},
          to(`builder-zone-${zone}`, `the ${built.platform.zones?.kind} of "${zoneWords[zone]}"`),
          ` (${flowCount(flows)})`,
        ),
      ),
    ];
    parts.push(
      element('p', { class: 'heading', text: 'Still to type; until then, these flows are left out' }),
      element('ul', { class: 'items' }, ...items),
    );
  }
  if (built.madeUp.length > 0) {
    const names = built.madeUp.map(({ name }) => name).join(', ');
    parts.push(element('p', { text: `Made up, as in an example: the addresses of ${names}. Type yours.` }));
  }
  const box = found(root, '[data-missing]');
  box.hidden = parts.length === 0;
  remake(
    box,
    parts.map(({ outerHTML }) => outerHTML),
    () => parts,
  );
}

/** The field of a problem, by its id in the page. */
function fieldId(field: string): string {
  const [kind = '', name = ''] = field.split('.');
  return { addresses: `builder-${name}`, zones: `builder-zone-${name}`, publicAddresses: 'builder-public' }[kind] ?? `builder-${kind}`;
}

interface Row {
  readonly ports: string[];
  readonly title: string;
  readonly href: string;
  readonly status: string;
  readonly ends: readonly { readonly name: string; readonly zone: string; readonly members: readonly string[] }[];
  readonly outcome: FlowLine['outcome'] | 'awaits';
  readonly words: string;
}

const toRow = ({ entry, source, destination, outcome, words, awaits }: FlowLine, { state, built: { platform } }: Shown): Row => ({
  ports: entry.flow.transport.map((transport) => `${transport.toUpperCase()} ${portText(entry.flow.port)}`),
  title: entry.flow.title,
  href: flowPath(entry.flow).replace('#', `?release=${state.release}#`),
  status: entry.carriedFrom === null ? '' : `carried from ${entry.carriedFrom}`,
  ends: [source, destination].map(endOf),
  outcome: awaits.length > 0 ? 'awaits' : outcome,
  words:
    awaits.length > 0 && outcome === 'gap'
      ? `not yet: type ${awaits.join(', ')}`
      : outcomeWords(outcome, words, { release: state.release, helper: platform.ftpHelper }),
});

const endOf = ({ party, zone, members }: EndLine) => ({ name: party.name, zone: zoneWords[zone], members });

function outcomeWords(
  outcome: FlowLine['outcome'],
  words: readonly string[],
  { release, helper }: { release: string; helper: boolean },
): string {
  switch (outcome) {
    case 'rule':
      return 'yes';
    case 'part':
      return `in part: ${words.join('; ')}`;
    case 'gap':
      return words.length > 0 ? `no: ${words.join('; ')}` : 'no';
    case 'elsewhere':
      return 'no: it does not cross this firewall';
    case 'opened':
      return helper ? 'no: the FTP helper opens it' : 'no: it needs an FTP helper, and there is none';
    case 'unresolved':
      return 'never: the source does not say what it is for';
    case 'unknown':
      return `no: nothing is known of it in ${release}`;
    default:
      throw new Error(`no words for "${outcome satisfies never}"`);
  }
}

function rowOf({ ports, title, href, status, ends, outcome, words }: Row): HTMLElement {
  const chips = ports.map((port) => {
    const [transport = '', number = ''] = port.split(' ');
    return element('span', { class: 'chip' }, element('span', { text: transport }), ' ', element('span', { text: number }));
  });
  const [from, to] = ends.map(({ name, zone, members }) =>
    element(
      'td',
      {},
      element('strong', { text: name }),
      ' ',
      element('span', { class: 'small muted', text: zone }),
      ...members.map((text) => element('span', { class: 'members mono', text })),
    ),
  );
  return element(
    'tr',
    { attributes: { 'data-outcome': outcome } },
    element('td', {}, element('span', { class: 'chips' }, ...chips)),
    element(
      'th',
      { attributes: { scope: 'row' } },
      element('a', { class: 'link', href, text: title }),
      ...(status === '' ? [] : [' ', element('span', { class: 'mark carried', text: status })]),
    ),
    from ?? '',
    to ?? '',
    element('td', { class: `outcome ${outcome}`, text: words }),
  );
}
