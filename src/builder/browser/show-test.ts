/** Shows where to test, with what, and what the tests have found. */
import { type Judged, type TestSide, testSides, type Untried, untriedFlows } from '#builder/test-kit.ts';
import { placeWords } from '#kit/header.ts';
import type { Finding } from '#kit/judge.ts';
import type { Verdict } from '#kit/outcomes.ts';
import { count, portText } from '#site/words.ts';
import { all, element, found, remakeItems, write } from './elements.ts';
import { flowCount } from './show-form.ts';
import type { Shown } from './show-result.ts';

/** Shows the sides, each with its scripts. */
export function showSides(root: HTMLElement, { built }: Shown): void {
  const sides = testSides(built);
  found(root, '[data-no-sides]').hidden = sides.length > 0;
  for (const part of all(root, '[data-sides-region], [data-how-to-run]')) part.hidden = sides.length === 0;
  remakeItems(found(root, '[data-sides]'), sides, sideRow);
  const untried = sides.length > 0 ? untriedFlows(built) : [];
  found(root, '[data-untried]').hidden = untried.length === 0;
  remakeItems(found(root, '[data-untried] ul'), untried, untriedItem);
}

const untriedItem = ({ reason, option, flows }: Untried): HTMLElement =>
  element(
    'li',
    {},
    element('strong', { text: flows.join(', ') }),
    `: ${reason}`,
    ...(option === null ? ['.'] : ['; name one to the script: ', element('code', { class: 'option', text: option })]),
  );

const languageWords = { sh: 'bash', ps1: 'PowerShell' } as const;

function sideRow({ side, languages }: TestSide): HTMLElement {
  const asks = side.probes.filter(({ target }) => target === null).length;
  const words = [
    count(side.probes.length - asks, 'connection'),
    ...(asks > 0 ? [`${asks} more once you name a target`] : []),
    ...(side.untested.length > 0 ? [`${side.untested.length} cannot be tried`] : []),
  ];
  const buttons = languages.map((language) =>
    element('button', {
      class: 'button',
      type: 'button',
      text: languageWords[language],
      attributes: {
        'data-download': `test.${side.id}.${language}`,
        'aria-label': `Download the test script for ${side.name}, ${languageWords[language]}`,
      },
    }),
  );
  return element(
    'tr',
    {},
    element('th', { text: placeWords(side), attributes: { scope: 'row' } }),
    element('td', { text: words.join(', ') }),
    element('td', {}, element('span', { class: 'take' }, ...buttons)),
  );
}

/** Shows what a report says: what is blocked first, with the rule that should have let it through. Gives it in a sentence; '' where it is none. */
export function showJudged(root: HTMLElement, judged: Judged | null): string {
  const problem = judged && 'problem' in judged ? judged.problem : '';
  write(found(root, '[data-report-problem]'), problem);
  if (problem === '') found(root, '#builder-report').removeAttribute('aria-invalid');
  else found(root, '#builder-report').setAttribute('aria-invalid', 'true');
  const box = found(root, '[data-findings]');
  box.hidden = judged === null || 'problem' in judged;
  if (judged === null || 'problem' in judged) return '';
  const { report, judgement } = judged;
  const withVerdict = (...verdicts: Verdict[]) =>
    verdicts.flatMap((verdict) => judgement.findings.filter((finding) => finding.verdict === verdict));
  const counted = verdicts.map((verdict) => `${withVerdict(verdict).length} ${verdictWords[verdict]}`);
  const where = judgement.side ? placeWords(judgement.side) : report.side;
  const words = `From ${where}${report.host === null ? '' : `, ${report.host}`}, ${report.time}: ${counted.join(', ')}.`;
  write(found(root, '[data-findings-words]'), words);
  remakeItems(found(root, '[data-doubts]'), judgement.doubts, (text) => element('li', { text }));
  remakeItems(found(root, '[data-finding-list]'), withVerdict('blocked', 'unclear'), findingItem);
  const passed = withVerdict('connected');
  found(root, '[data-passed]').hidden = passed.length === 0;
  write(found(root, '[data-passed] summary'), `${flowCount(passed)} let through`);
  remakeItems(found(root, '[data-passed] ul'), passed, findingItem);
  return words;
}

const verdicts = ['blocked', 'unclear', 'connected'] as const satisfies readonly Verdict[];

const verdictWords = { blocked: 'blocked', unclear: 'not clear', connected: 'let through' } as const;

function findingItem({ title, verdict, words, rules }: Finding): HTMLElement {
  const toRule = rules.map((rule) =>
    element('button', {
      class: 'to',
      type: 'button',
      text: `Show the rule: ${rule.family === 'ipv4' ? 'IPv4' : 'IPv6'}, ${rule.transport}/${portText(rule.port)}`,
      attributes: { 'data-rule': rule.id },
    }),
  );
  return element(
    'li',
    { attributes: { 'data-verdict': verdict } },
    element('strong', { text: title }),
    ' ',
    element('span', { class: `mark ${verdict}`, text: verdictWords[verdict] }),
    ...words.map((text) => element('p', { class: 'small', text })),
    ...(toRule.length > 0 ? [element('p', { class: 'take' }, ...toRule)] : []),
  );
}
