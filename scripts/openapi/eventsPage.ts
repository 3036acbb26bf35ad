import type { JsonSchema, OpenApiDocument } from '#functions/api/openapi/index.ts'
import { WEBHOOK_EVENTS } from '#shared/contracts/events.ts'
import { KINDS, MESSAGE_TYPES } from '#shared/contracts/messages.ts'
import { GENERATED, table } from './markdown.ts'

const HEAD = `# Events

The gateway posts these events to your webhooks. [webhooks.md](webhooks.md) describes signatures, attempts and guarantees. The \`webhooks\` of
the OpenAPI document have the same schemas.

Each body has five fields.

| field | contents |
|---|---|
| \`event\` | the name of the event |
| \`timestamp\` | the time of the event, ISO 8601 in UTC |
| \`session\` | the id of the session; null for an event of the whole app |
| \`data\` | the fields of the tables below |
| \`id\` | the id of the event, the same on every retry and replay |

A field without "always" may be absent. Later versions may add fields and events: ignore unknown ones.
`

/** Returns the page docs/events.md. */
export function eventsPage(document: OpenApiDocument): string {
  const schemas = document.components.schemas
  const events = Object.values(WEBHOOK_EVENTS)
  const names = events.map(({ type, summary }) => [`[\`${type}\`](#${anchorOf(type)})`, summary])
  const sections = events.map(({ type, summary, description, example }) => {
    const body = schemas[`${componentOf(document, type)}`] as { properties: { data: JsonSchema } }
    return [
      `## ${type}`,
      `${summary}. ${description}`,
      table(['field', 'type', 'presence', 'contents'], [...rowsOf(body.properties.data, schemas)]),
      `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
    ].join('\n\n')
  })
  const parts = [GENERATED, HEAD.trimEnd(), table(['event', 'when'], names), ...sections, kindsSection()]
  return `${parts.join('\n\n')}\n`
}

const KINDS_HEAD = `## Kinds of messages

\`type\` names the kind of a message, and \`content\` has the fields of the kind. The words of a message are in \`content.text\`, and those
under a file in \`content.caption\`. A message of any kind may also have \`quoted\`, \`mentions\`, \`groupMentions\`, \`forwarded\`,
\`viewOnce\`, \`ephemeral\`, \`albumId\`, \`association\` and \`referral\`.

The third column has the treatment of the kind. \`message\`: the kind has events, and chatbots answer it. \`quiet\`: the kind has
events, and no chatbot answers it. \`notice\`: the kind is in the history only.`

/** Returns the section with a description and an example of each kind. */
function kindsSection(): string {
  const kinds = Object.entries(KINDS)
  const rows = kinds.map(([type, { description, role }]) => [`\`${type}\``, description, `\`${role}\``])
  const examples = kinds.map(
    ([type, { example }]) =>
      `### ${type}\n\n\`\`\`json\n${JSON.stringify({ type, content: example }, null, 2)}\n\`\`\``,
  )
  return [KINDS_HEAD, table(['type', 'contents', 'treatment'], rows), ...examples].join('\n\n')
}

function componentOf({ webhooks = {} }: OpenApiDocument, type: string): string {
  const ref = webhooks[type]?.post.requestBody.content['application/json'].schema?.$ref
  return String(ref).split('/').at(-1) ?? ''
}

/** Returns the anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading.replaceAll('.', '')
}

type Row = [field: string, type: string, presence: string, contents: string]

/** Lists the fields of an object, and the fields inside of them. */
function* rowsOf(schema: JsonSchema, schemas: Record<string, JsonSchema>, prefix = ''): Generator<Row> {
  const { properties = {}, required = [] } = resolve(schema, schemas) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  for (const [name, given] of Object.entries(properties)) {
    const field = resolve(given, schemas)
    const description = typeof field.description === 'string' ? field.description : ''
    yield [
      `\`${prefix}${name}\``,
      typeOf(field, schemas),
      required.includes(name) ? 'always' : '',
      description,
    ]
    const items = field.type === 'array' ? (field.items as JsonSchema) : undefined
    yield* rowsOf(items ?? field, schemas, `${prefix}${name}${items ? '[]' : ''}.`)
  }
}

/** Replaces a reference by its target, and keeps the words beside the reference. */
function resolve(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  const { $ref, ...own } = schema
  const target = typeof $ref === 'string' ? schemas[$ref.split('/').at(-1) ?? ''] : undefined
  return target ? { ...resolve(target, schemas), ...own } : schema
}

function typeOf(schema: JsonSchema, schemas: Record<string, JsonSchema>): string {
  const { type, anyOf, oneOf, items } = schema
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (Array.isArray(values) && values.length === MESSAGE_TYPES.length) return '[a kind](#kinds-of-messages)'
  if (Array.isArray(values)) return values.map((value) => `\`${JSON.stringify(value)}\``).join(', ')
  const choices = (anyOf ?? oneOf) as JsonSchema[] | undefined
  if (choices) return choices.map((choice) => typeOf(resolve(choice, schemas), schemas)).join(' or ')
  if (type === 'array') return `list of ${typeOf(resolve(items as JsonSchema, schemas), schemas)}`
  return Array.isArray(type) ? type.join(' or ') : String(type ?? 'any')
}
