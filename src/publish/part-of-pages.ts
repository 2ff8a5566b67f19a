/**
 * Whether a file, by its path from the root of the site, with its slash, is a page, something that only pages load, or something that
 * only a host reads; all else is for programs.
 */
export const isPartOfPages = (path: string): boolean =>
  /\.html$|^\/(_astro|pagefind)\/|^\/(favicon\.svg|social-card\.png|finder\.json|builder\/dataset\.json|sitemap-\w+\.xml|_headers|_redirects)$/.test(
    path,
  );
