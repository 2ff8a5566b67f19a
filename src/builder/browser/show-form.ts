/** Shows in the form what a state asks for, what each answer brings, and what is wrong beside its field. */

import type { Built, FieldProblem, NeededParty } from '#builder/result.ts';
import { broughtWords, isAsked, shortWords } from '#builder/selection.ts';
import type { State } from '#builder/state.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { isCurrent } from '#dataset/release-flow.ts';
import { zoneWords } from '#dataset/zones.ts';
import type { Rules } from '#rules/to-rules.ts';
import { count, portText } from '#site/words.ts';
import { all, element, found, write } from './elements.ts';
import { check, presetName } from './form.ts';

/** Everything but what is wrong. */
export function showForm(root: HTMLElement, dataset: Dataset, state: State, built: Built): void {
  showAnswers(root, dataset, state, built);
  showFirewall(root, state, built);
  const needed = new Map(built.parties.map((each) => [each.party.id, each]));
  for (const box of all(root, '[data-party]')) {
    const party = needed.get(box.dataset.party ?? '');
    box.hidden = party === undefined;
    if (party) showParty(box, party, state, built);
  }
  for (const section of all(root, '[data-section]')) section.hidden = all(section, '[data-party]').every(({ hidden }) => hidden);
  showNat(root, state, built);
}

/** What has been shown of the questions last: nothing of it depends on what is typed. */
let answered = '';

function showAnswers(root: HTMLElement, dataset: Dataset, state: State, { flows }: Built): void {
  const key = JSON.stringify([state.release, state.answers, state.everything]);
  if (key === answered) return;
  answered = key;
  const form = found<HTMLFormElement>(root, 'form');
  const preset = presetName(dataset, state);
  check(form, 'preset', [preset]);
  const own = found<HTMLInputElement>(form, 'input[name="preset"][value="own"]');
  (own.closest('label') as HTMLElement).hidden = presetName(dataset, { ...state, everything: false }) !== 'own';
  found(root, '[data-questions]').hidden = state.everything;
  for (const box of all(root, '[data-question]')) {
    const question = box.dataset.question ?? '';
    box.hidden = !isAsked(dataset, state, question);
    for (const words of all(box, '[data-brings]')) {
      write(words, broughtWords(dataset, state, question, words.dataset.brings ?? ''));
    }
  }
  for (const group of all(root, '[data-group]')) {
    const features = dataset.features.filter((feature) => feature.group === group.dataset.group);
    const own = flows.filter((entry) => isCurrent(entry) && features.some(({ id }) => id === entry.flow.feature));
    const used = features.filter(({ id }) => own.some(({ flow }) => flow.feature === id)).map(({ title }) => title);
    write(found(group, '[data-used]'), used.length > 0 ? used.join(', ') : 'nothing');
    const always = own.filter(({ flow }) => flow.when === undefined);
    const words = found(group, '[data-always]');
    words.hidden = always.length === 0;
    write(words, `On every gateway: ${always.map(shortWords).join(', ')}`);
  }
}

function showFirewall(root: HTMLElement, state: State, { platform, zones, needsPassive, respelt }: Built): void {
  for (const about of all(root, '[data-release]')) about.hidden = about.dataset.release !== state.release;
  for (const about of all(root, '[data-platform]')) about.hidden = about.dataset.platform !== platform.id;
  for (const choice of all(root, '[data-vantage]')) choice.hidden = !platform.vantages.some((each) => each === choice.dataset.vantage);
  for (const forms of all(root, '[data-forms]')) {
    forms.hidden = forms.dataset.forms !== platform.id;
    for (const choice of all(forms, '[data-vantages]')) choice.hidden = !choice.dataset.vantages?.split(' ').includes(state.vantage);
  }
  const fieldset = found(root, '[data-zones]');
  fieldset.hidden = zones.length === 0;
  if (platform.zones) {
    write(found(root, '[data-zones-name]'), nameOfNames(platform.zones.kind));
    write(found(root, '[data-zones-words]'), `The ${platform.zones.kind} on that side of the firewall: ${platform.zones.words}.`);
  }
  for (const field of all(fieldset, '[data-zone]')) {
    const { zone = '' } = field.dataset;
    field.hidden = !zones.some((each) => each.zone === zone);
    const example = platform.zones?.example[zone as keyof typeof zoneWords] ?? '';
    found<HTMLInputElement>(field, 'input').placeholder = example === '' ? '' : `such as ${example}`;
  }
  found(root, '[data-passive]').hidden = !needsPassive;
  const note = found(root, '[data-respelt]');
  note.hidden = !respelt;
  write(note, respelt ? `${platform.name} does not take it as it stands: names are shortened or written otherwise, and stay apart.` : '');
}

/** "Names of the interfaces": a zone may go by the one or the other. */
const nameOfNames = (kind: string): string =>
  `Names of the ${kind
    .split(' or ')
    .map((each) => `${each}s`)
    .join(' or ')}`;

function showParty(box: HTMLElement, party: NeededParty, state: State, { platform, rules }: Built): void {
  const { given, hosts, flows } = party;
  write(found(box, '[data-for]'), forWords(party, rules));
  box.dataset.given = given;
  const open = box.querySelector<HTMLElement>('[data-open]');
  const printed = box.querySelector<HTMLElement>('[data-hosts]');
  const area = box.querySelector<HTMLTextAreaElement>('textarea');
  if (printed) {
    printed.hidden = given !== 'hosts';
    write(printed, given === 'hosts' ? hosts.join(' ') : '');
  }
  if (area && box.dataset.reach !== 'typed') {
    area.hidden = given === 'any';
    area.placeholder = given === 'hosts' ? 'other ones, in their place' : '';
  }
  if (open) {
    open.hidden = hosts.length > 0;
    const services = [
      ...new Set(flows.map(({ flow }) => `${flow.transport.map((each) => each.toUpperCase()).join('+')} ${portText(flow.port)}`)),
    ];
    write(found(open, '[data-open-ports]'), `on ${services.join(', ')}, by your choice`);
  }
  const stands = box.querySelector<HTMLElement>('.stands');
  const tellsZones = state.vantage !== 'host' || platform.zones?.onHost === true;
  if (stands) stands.hidden = !tellsZones || given === 'any' || given === 'closed' || given === 'hosts';
}

function forWords({ given, flows, party, zone, hosts }: NeededParty, rules: Rules | null): string {
  const titles = flows.map(({ flow }) => flow.title);
  const names = titles.length > 4 ? `${titles.slice(0, 3).join(', ')} and ${titles.length - 3} more` : titles.join(', ');
  if (flows.length === 0) return `Stands where the gateway stands, in "${zoneWords[zone]}": nothing passes this firewall.`;
  switch (given) {
    case 'missing':
      return party.id === 'gateway' ? 'Every flow needs it: there is no rule yet.' : `Left out until it is typed: ${names}.`;
    case 'refused':
      return `Left out until it is corrected: ${names}.`;
    case 'closed':
      return `Closed: ${names}.`;
    case 'any':
      return `Open to any Internet address: ${names}.`;
    case 'internet':
      return `Any address, on the side of the Internet only: ${names}.`;
    case 'hosts': {
      const unwritten = rules?.policy.gaps.find((gap) => gap.names.some((name) => hosts.includes(name)));
      return unwritten
        ? `Not covered, or only in part: ${names}. The reason: ${unwritten.reason}. ${unwritten.remedy}`
        : `The published names, for ${names}.`;
    }
    case 'typed':
      return `For ${names}.`;
    default:
      throw new Error(`no words for "${given satisfies never}"`);
  }
}

function showNat(root: HTMLElement, state: State, { platform, usesPublic, unreachable }: Built): void {
  found(root, '[data-public]').hidden = usesPublic === null;
  const sees = state.vantage === 'host' ? 'On the gateway itself, NAT is over' : `${platform.name} sees connections after destination NAT`;
  const words =
    usesPublic === 'rules'
      ? `${platform.name} sees connections from the Internet and from peers before destination NAT. Where there is none, leave it empty.`
      : `${sees}: the gateway's own addresses stand in the rules. Tests from outside need the public ones, where there are any.`;
  const doubt = `The Internet does not route ${unreachable.join(' or ')}, which is private: type the public address in its place.`;
  write(found(root, '[data-public-words]'), unreachable.length > 0 ? `${words} ${doubt}` : words);
}

/** Shows what is wrong beside each field. Of a field that is being typed in, only what was shown already and is wrong still. */
export function showProblems(root: HTMLElement, problems: readonly FieldProblem[], typing: string | null): void {
  for (const list of all(root, 'form [data-errors]')) {
    const field = list.dataset.errors ?? '';
    const before = [...list.children].map(({ textContent }) => textContent);
    const words = problems
      .filter((problem) => problem.field === field)
      .map(problemWords)
      .filter((each) => field !== typing || before.includes(each));
    if (words.join('\n') === before.join('\n')) continue;
    list.replaceChildren(...words.map((text) => element('li', { text })));
    const control = root.querySelector(`[aria-describedby~="${list.id}"]`);
    if (words.length > 0) control?.setAttribute('aria-invalid', 'true');
    else control?.removeAttribute('aria-invalid');
  }
}

/** `"192.0.2.010" has a leading zero, which some programs read as octal: leave it out`. */
export const problemWords = ({ field, entry, message }: FieldProblem): string =>
  entry === null ? `The ${field} ${message}.` : `"${entry}" ${message}.`;

/** "2 flows". */
export const flowCount = (flows: readonly unknown[]): string => count(flows.length, 'flow');
