import type { Check } from '#dataset/check.ts';
import { services } from '#dataset/iana.ts';
import { wayOut } from '#dataset/problem.ts';
import type { Flow, Transport } from '#dataset/schema.ts';
import { tablePorts } from '#dataset/status.ts';

/** A service name with a port that is registered for another service is a slip in one of the two, unless a pin says why it is not. */
export const check = {
  name: 'applications',
  description: 'A flow has the port and transports that its application is registered for, or a pin.',
  needs: ['pins'],
  check: ({ flows, pins, at }) =>
    flows.flatMap((flow) => {
      const { application } = flow;
      if (application === null) return [];
      const service = services[application];
      if (!service) {
        const remedy = wayOut(application, Object.keys(services), 'add its line there from the registry, or write null');
        return [
          { ...at(flow, 'application'), message: `application "${application}" is not among the names of src/dataset/iana.ts: ${remedy}` },
        ];
      }
      const wrong = flow.transport.filter(
        (transport) => !(service.transports.includes(transport) && service.port === portOf(flow)) && !isPinned(flow, transport),
      );
      const registered = `${service.transports.join(' and ')}/${service.port}`;
      return wrong.length === 0
        ? []
        : [
            {
              ...at(flow, 'application'),
              message: `"${application}" is registered for ${registered}, and "${flow.id}" is on ${wrong.join(' and ')}/${portText(flow)}: correct one of them, or pin the port in src/data/pins.yaml with the reason`,
            },
          ];

      function isPinned({ id }: Flow, transport: Transport) {
        return pins.some((pin) => pin.flow === id && pin.transport === transport && pin.port === portOf(flow));
      }
    }),
} satisfies Check;

const portOf = (flow: Flow) => (tablePorts(flow).from === tablePorts(flow).to ? tablePorts(flow).from : undefined);

const portText = (flow: Flow) => portOf(flow) ?? `${tablePorts(flow).from}-${tablePorts(flow).to}`;
