/** Where a state is while nobody looks: behind the "#" of the address, in the history of this tab, and on this machine if that is asked for. */
import { fromFragment, isLink, namesSomething, toFragment } from '#builder/link.ts';
import { startPrefix } from '#builder/start.ts';
import { readState, type State, type StateResult, stateText, toState } from '#builder/state.ts';

const key = 'portcullis-builder';

/** What is kept on this machine; undefined where nothing is, or storage is refused. */
export function kept(): StateResult | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : readState(text);
  } catch {
    return undefined;
  }
}

/** Keeps a state on this machine; false where storage is refused. */
export function keep(state: State): boolean {
  try {
    localStorage.setItem(key, stateText(state));
    return true;
  } catch {
    return false;
  }
}

/** Takes what is kept off this machine. */
export function forget(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is refused, so nothing was kept.
  }
}

/** What the entry of the history holds that is shown now; undefined where it holds nothing. */
export function inHistory(): StateResult | undefined {
  const held: unknown = history.state;
  if (typeof held !== 'object' || held === null || !('builder' in held)) return undefined;
  return toState(held.builder);
}

/** What the address holds; undefined where it names a place of the page, or nothing. */
export function inAddress(): StateResult | undefined {
  const fragment = location.hash.slice(1);
  if (isLink(fragment)) return fromFragment(fragment, { prefix: startPrefix });
  if (fragment === '' || document.getElementById(fragment)) return undefined;
  return { problems: [{ field: '', message: 'is nothing that the builder reads' }] };
}

/** Whether the address has a state without addresses and names: its reader wants it so, or has come by such a link. */
export const leavesOutAddresses = (): boolean => isLink(location.hash.slice(1)) && !namesSomething(location.hash.slice(1));

/** Remembers a state in the history of this tab, in a new entry or in that which is shown, and writes it behind the "#". */
export function remember(
  state: State,
  { entry, withAddresses }: { readonly entry: 'new' | 'same'; readonly withAddresses: boolean },
): void {
  const address = `#${toFragment(state, { withAddresses })}`;
  if (entry === 'new') history.pushState({ builder: state }, '', address);
  else history.replaceState({ builder: state }, '', address);
}

/** The address that others get. */
export const linkTo = (state: State, withAddresses: boolean): string =>
  `${location.origin}${location.pathname}#${toFragment(state, { withAddresses })}`;
