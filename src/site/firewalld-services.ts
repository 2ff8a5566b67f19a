import { isCurrent } from '#dataset/release-flow.ts';
import type { FlowView } from './flow-view.ts';

/** A service of firewalld: the connections of a feature that go in to the gateway, or out of it. */
export interface FirewalldService {
  readonly feature: string;
  /** Title of the feature. */
  readonly title: string;
  readonly direction: 'in' | 'out';
}

/**
 * The services that are published, in the order of the features: one for each way in which a feature has, in any release, a connection that
 * a service may open. It is there in every release then, with no port where none is known.
 */
export function firewalldServices(views: readonly FlowView[]): FirewalldService[] {
  const served = views.filter(({ flow, releases }) => !flow.unresolved && flow.via === undefined && releases.some(isCurrent));
  const features = new Map(served.map(({ flow, featureTitle }) => [flow.feature, featureTitle]));
  return [...features].flatMap(([feature, title]) =>
    (['in', 'out'] as const)
      .filter((direction) => served.some((view) => view.flow.feature === feature && view.direction === direction))
      .map((direction) => ({ feature, title, direction })),
  );
}
