import { generateJsonFeed } from 'feedsmith';
import type { Feed } from './feed.ts';

/**
 * A feed in JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). It knows whole addresses only, so where the site's own is not known,
 * those that may be left out are.
 */
export function renderJsonFeed({ title, subtitle, self, home, entries }: Feed): string {
  const feed = generateJsonFeed(
    {
      title,
      ...(URL.canParse(home) ? { home_page_url: home } : {}),
      ...(URL.canParse(self) ? { feed_url: self } : {}),
      description: subtitle,
      language: 'en',
      authors: [{ name: 'Portcullis' }],
      items: entries.map((entry) => ({
        id: entry.id,
        ...(URL.canParse(entry.address) ? { url: entry.address } : {}),
        title: entry.title,
        summary: entry.summary,
        content_html: entry.html,
        date_published: new Date(entry.published),
        date_modified: new Date(entry.updated),
        ...(entry.features.length > 0 ? { tags: [...entry.features] } : {}),
      })),
    },
    { strict: true },
  );
  return `${JSON.stringify(feed, null, 2)}\n`;
}
