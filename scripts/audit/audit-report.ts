/** What `npm audit` says of the packages, and what of it nobody has explained. */

/** An advisory about a package. */
export interface Advisory {
  readonly package: string;
  /** "https://github.com/advisories/GHSA-…". */
  readonly url: string;
  readonly title: string;
  readonly severity: string;
}

/** An advisory that does no harm here, and why. */
export interface Explained {
  readonly url: string;
  readonly why: string;
}

/** The high and critical advisories of a report of npm 7 or newer (`npm audit --json`); undefined where the registry gave none. */
export function advisoriesIn(text: string): Advisory[] | undefined {
  const report = readJson(text);
  if (report?.vulnerabilities === undefined) return undefined;
  const via = Object.values(report.vulnerabilities).flatMap((finding) => finding.via);
  const advisories = via.flatMap((each) =>
    typeof each === 'string' ? [] : [{ package: each.name, url: each.url, title: each.title, severity: each.severity }],
  );
  const severe = advisories.filter(({ severity }) => severity === 'high' || severity === 'critical');
  return [...new Map(severe.map((advisory) => [`${advisory.package} ${advisory.url}`, advisory])).values()];
}

/** The advisories that are not explained, and the explanations of none. */
export function unexplained(advisories: readonly Advisory[], explained: readonly Explained[]): { open: Advisory[]; idle: Explained[] } {
  return {
    open: advisories.filter(({ url }) => !explained.some((each) => each.url === url)),
    idle: explained.filter(({ url }) => !advisories.some((each) => each.url === url)),
  };
}

interface Report {
  readonly vulnerabilities?: Record<string, { via: (string | { name: string; url: string; title: string; severity: string })[] }>;
}

function readJson(text: string): Report | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
