/**
 * What each page of the offline copy runs first. From a disk, a browser fetches nothing and finds no index.html: texts come as scripts,
 * and links that scripts make lead to files.
 */
declare global {
  var portcullisTexts: Record<string, string>;
}

const script = document.currentScript as HTMLScriptElement;
/** Of the copy, with a slash at its end. */
const root = new URL('..', script.src).href;
/** Path that the site was built for: the scripts of its pages know no other. */
const { base = '/' } = script.dataset;

globalThis.portcullisTexts = {};
const loaded = new Map<string, Promise<void>>();

globalThis.fetch = async (address) => {
  const path = decodeURI(new URL(String(address), location.href).href.slice(root.length));
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (!loaded.has(folder)) loaded.set(folder, load(`${root}_offline/${folder}texts.js`));
  await loaded.get(folder);
  const text = portcullisTexts[path];
  return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
};

function load(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = address;
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(element);
  });
}

for (const event of ['pointerdown', 'click']) {
  addEventListener(event, ({ target }) => target instanceof Element && toFile(target.closest('a')), { capture: true });
}

function toFile(link: HTMLAnchorElement | null) {
  const address = link?.getAttribute('href');
  if (!link || !address) return;
  const url = new URL(address.startsWith(base) ? root + address.slice(base.length) : address, location.href);
  if (url.protocol !== 'file:') return;
  if (url.pathname.endsWith('/')) url.pathname += 'index.html';
  link.href = url.href;
}

export {};
