/** The ways to the finder: all that a page has of it until somebody begins to search, when the box itself is loaded. */

let loading: Promise<unknown> | undefined;

/** Defines `<finder-box>`; where it cannot be loaded, it is tried again at the next sign of use. */
function loadBox(): Promise<unknown> {
  loading ??= import('./finder-box.ts').catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Without the box, its form leads to the table of all ports. */
const begin = () => {
  loadBox().catch(() => {});
};

class FinderDialog extends HTMLElement {
  connectedCallback() {
    const opener = this.querySelector('.opener') as HTMLAnchorElement;
    const dialog = this.querySelector('dialog') as HTMLDialogElement;
    const open = () => {
      if (!dialog.open) dialog.showModal();
      focusBox(dialog);
    };

    // Until here it is a plain link to the table of all ports.
    opener.setAttribute('role', 'button');
    opener.setAttribute('aria-haspopup', 'dialog');
    opener.addEventListener('pointerenter', begin);
    opener.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
    opener.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      open();
    });

    dialog.addEventListener('keydown', (event) => {
      // A search field takes Esc for itself, to clear what was typed.
      if (event.key !== 'Escape') return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener('click', ({ target }) => {
      // The link may lead to a place of this very page.
      if (target === dialog || (target instanceof Element && target.closest('a, .close'))) dialog.close();
    });
    addEventListener('keydown', (event) => {
      const isShortcut = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k';
      if (!isShortcut && (event.key !== '/' || event.ctrlKey || event.metaKey || isEditable(event.target))) return;
      event.preventDefault();
      const inline = document.querySelector<HTMLElement>('finder-box[data-inline]');
      if (inline && !dialog.open) focusBox(inline);
      else if (dialog.open && isShortcut) dialog.close();
      else open();
    });
    for (const hint of document.querySelectorAll<HTMLElement>('[data-finder-key]')) {
      if (/Mac|iPhone|iPad/.test(navigator.platform)) hint.textContent = '\u2318K';
    }
  }
}

/** Makes the boxes of a page, and the dialog with one of them, ready to be used. */
export function defineFinder() {
  customElements.define('finder-dialog', FinderDialog);
  for (const box of document.querySelectorAll('finder-box')) {
    box.addEventListener('pointerenter', begin);
    box.addEventListener('focusin', begin);
    box.addEventListener('submit', submitOnceLoaded);
  }
  // A query may be in the address, or a browser that comes back to the page has filled the box in by itself.
  addEventListener('pageshow', () => {
    const isAsked = document.querySelector('finder-box[data-inline]') !== null && new URLSearchParams(location.search).has('q');
    const inputs = [...document.querySelectorAll<HTMLInputElement>('finder-box input')];
    if (isAsked || inputs.some(({ value }) => value !== '')) begin();
  });
}

/** The Enter key may be faster than the box. */
async function submitOnceLoaded(event: Event) {
  if (customElements.get('finder-box')) return;
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  await loadBox().then(
    () => form.requestSubmit(),
    () => form.submit(),
  );
}

/** Puts the cursor into the box, with what stands there selected. */
function focusBox(around: HTMLElement) {
  const input = around.querySelector('input') as HTMLInputElement;
  input.focus();
  input.select();
}

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
