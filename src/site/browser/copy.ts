/** Puts a text on the clipboard, also where `navigator.clipboard` is missing, as over plain http; false where the browser refuses. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'sr-only';
  const focused = document.activeElement as HTMLElement | null;
  (document.querySelector<HTMLElement>('dialog[open]') ?? document.body).append(area);
  area.select();
  // Deprecated, and still the only way to copy where the page is not a secure context.
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return copied;
}
