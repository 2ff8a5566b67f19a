/** Whether a file, by its path from the root of the site, with its slash, is a page or something that only pages load; all else is for programs. */
export const isPartOfPages = (path: string): boolean =>
  /\.html$|^\/(_astro|pagefind)\/|^\/(favicon\.svg|social-card\.png|finder\.json|builder\/dataset\.json|sitemap-\w+\.xml)$/.test(path);
