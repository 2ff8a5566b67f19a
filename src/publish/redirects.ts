/** The text of `_redirects`, as Netlify and Cloudflare Pages read it: each page also without its last slash, and the site below its base. */
export function renderRedirects(files: readonly string[], base = '/'): string {
  const root = base.replace(/\/$/, '');
  const pages = files.flatMap((path) => (/.\/index\.html$/.test(path) ? [`${root}${path.replace(/\/index\.html$/, '')}`] : []));
  const rewrite = root === '' ? [] : [`/ ${root}/ 302`, `${root}/* /:splat 200`];
  return [...pages.map((page) => `${page} ${page}/ 301`), ...rewrite].map((line) => `${line}\n`).join('');
}
