import { z } from 'zod'
import { COMPONENTS, type JsonSchema } from './convertSchemas.ts'
import { pascalCase } from './names.ts'
import { parametersIn } from './parameters.ts'

/** An event of webhooks: the schema of a whole delivery, and an example of its `data`. */
export interface PublishedEvent {
  type: string
  summary: string
  description: string
  body: z.ZodType
  example: unknown
  /** Fields of the body that name the owner of the session, for a webhook of the operator. */
  owner?: { app: string; account: string }
}

const EVENT_ID = 'evt_4fG7hJ2kL9mNpQrStUvW'

/** The headers of a delivery. */
const deliveryHeaders = z.object({
  'X-Vesper-Event': z.string().meta({ description: 'Name of the event', example: 'message.received' }),
  'X-Vesper-Delivery': z.string().meta({
    description: 'ID of the delivery in the log, the same on every retry',
    example: 'V1StGXR8_Z5jdHi6B-myT',
  }),
  'X-Vesper-Signature': z.string().meta({
    description:
      '`sha256=` and the HMAC-SHA256 of the raw body in hex, keyed with the secret as it is written',
    example: 'sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  }),
  'X-Vesper-Signature-Previous': z.string().optional().meta({
    description: 'The same signature with the previous secret, for 24 h after a rotation',
    example: 'sha256=60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  }),
  'webhook-id': z
    .string()
    .meta({ description: 'ID of the event, the same on every retry and replay', example: EVENT_ID }),
  'webhook-timestamp': z
    .string()
    .meta({ description: 'Time of the attempt, in Unix seconds', example: '1782297000' }),
  'webhook-signature': z.string().meta({
    description:
      'Signatures of Standard Webhooks over id, time and body, separated by spaces: one for each valid secret',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
})

/** Returns the schemas of deliveries, by name. */
export function webhookSchemas(events: readonly PublishedEvent[]): Record<string, z.ZodType> {
  if (events.length === 0) return {}
  const bodies = events.map(({ type, body }) => [`${type}.webhook`, body])
  return { ...Object.fromEntries(bodies), 'webhook.headers': deliveryHeaders }
}

/** Describes the deliveries of each event, as the `webhooks` of OpenAPI. */
export function describeWebhooks(events: readonly PublishedEvent[], schemas: Record<string, JsonSchema>) {
  const parameters = parametersIn('header', schemas['webhook.headers'])
  const names = parameters.map(({ name }) => ({ $ref: `#/components/parameters/${pascalCase(name)}` }))
  const describe = ({ type, summary, description, example, owner }: PublishedEvent) => ({
    post: {
      operationId: `events.${type}`,
      tags: ['Events'],
      summary,
      description,
      security: [],
      parameters: names,
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemas[`${type}.webhook`] ?? {},
            example: deliveryOf(type, example, owner),
          },
        },
      },
      responses: RESPONSES,
    },
  })
  return {
    webhooks: Object.fromEntries(events.map((event) => [event.type, describe(event)])),
    parameters: Object.fromEntries(parameters.map((header) => [pascalCase(header.name), header])),
  }
}

/** Adds a description and an example to the components of events and of their data. */
export function exemplifyEvents(
  events: readonly PublishedEvent[],
  schemas: Record<string, JsonSchema>,
  components: Record<string, JsonSchema>,
): void {
  const targetOf = ({ $ref }: JsonSchema) => components[String($ref).slice(COMPONENTS.length)]
  for (const { type, example, owner } of events) {
    const body = targetOf(schemas[`${type}.webhook`] ?? {})
    const { data } = (body?.properties ?? {}) as { data?: JsonSchema }
    const dataComponent = data && targetOf(data)
    if (!body || !dataComponent) throw new Error(`The event ${type} needs an id for its body and its data`)
    body.example ??= deliveryOf(type, example, owner)
    dataComponent.description ??= `Data of the event \`${type}\``
    dataComponent.example ??= example
  }
}

const RESPONSES = {
  '2XX': { description: 'Your server received the event. Answer within 10 s.' },
  '410': { description: 'Your server wants no more events: the gateway disables the webhook at once.' },
  default: {
    description: 'The attempt failed. The gateway tries again after 1, 2, 4, 8 and 16 s.',
  },
}

function deliveryOf(type: string, data: unknown, owner: PublishedEvent['owner']) {
  const session = (data as { session?: string }).session ?? 'YoNofiM9vtHy'
  return {
    event: type,
    timestamp: '2026-06-24T10:30:00.000Z',
    session: type === 'webhook.test' ? null : session,
    data,
    id: EVENT_ID,
    ...(owner && (type === 'webhook.test' ? { app: null, account: null } : owner)),
  }
}
