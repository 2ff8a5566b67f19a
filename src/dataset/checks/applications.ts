import type { Check } from '#dataset/check.ts';
import { services } from '#dataset/iana.ts';
import { wayOut } from '#dataset/problem.ts';
import type { Flow, Pin } from '#dataset/schema.ts';
import { tablePorts } from '#dataset/status.ts';

/** A service name with a port that is registered for another service is a slip in one of the two, unless a pin says why it is not. */
export const check = {
  name: 'applications',
  description: 'A flow has the port and transports that its application is registered for, or a pin.',
  needs: ['pins'],
  check: ({ flows, pins, at }) =>
    flows.flatMap((flow) => {
      const message = flow.application === null ? undefined : whatIsWrong(flow, flow.application, pins);
      return message === undefined ? [] : [{ ...at(flow, 'application'), message }];
    }),
} satisfies Check;

function whatIsWrong(flow: Flow, application: string, pins: readonly Pin[]): string | undefined {
  const service = Object.hasOwn(services, application) ? services[application] : undefined;
  if (!service) {
    const remedy = wayOut(application, Object.keys(services), 'add its line there from the registry, or write null');
    return `application "${application}" is not among the names of src/dataset/iana.ts: ${remedy}`;
  }
  const { from, to } = tablePorts(flow);
  const port = from === to ? from : `${from}-${to}`;
  const wrong = flow.transport.filter(
    (transport) =>
      !(service.port === port && service.transports.includes(transport)) &&
      !pins.some((pin) => pin.flow === flow.id && pin.transport === transport && pin.port === port),
  );
  if (wrong.length === 0) return undefined;
  const registered = service.transports.map((transport) => `${transport}/${service.port}`).join(' and ');
  const printed = wrong.map((transport) => `${transport}/${port}`).join(' and ');
  const remedy = 'correct one of them, or pin the port in src/data/pins.yaml with the reason';
  return `"${application}" is registered for ${registered}, and "${flow.id}" is on ${printed}: ${remedy}`;
}
