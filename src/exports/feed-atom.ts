import { generateAtomFeed } from 'feedsmith';
import type { Feed } from './feed.ts';

/** A feed in Atom (RFC 4287). A path is a relative reference there, which a reader resolves against where it got the feed. */
export function renderAtom({ id, title, subtitle, self, home, updated, entries }: Feed): string {
  return generateAtomFeed(
    {
      xml: { lang: 'en' },
      id,
      title: { value: title },
      subtitle: { value: subtitle },
      authors: [{ name: 'Portcullis' }],
      links: [
        { rel: 'self', type: 'application/atom+xml', href: self },
        { rel: 'alternate', type: 'text/html', href: home },
      ],
      updated: new Date(updated),
      entries: entries.map((entry) => ({
        id: entry.id,
        title: { value: entry.title },
        links: [{ rel: 'alternate', type: 'text/html', href: entry.address }],
        published: new Date(entry.published),
        updated: new Date(entry.updated),
        summary: { value: entry.summary },
        content: { type: 'html', value: entry.html },
        categories: entry.features.map((term) => ({ term })),
      })),
    },
    { strict: true },
  );
}
