import { WEBHOOK_EVENTS } from '#shared/contracts/events.ts'
import { configForms, triggerForms } from '#shared/domain/chatbot/index.ts'
import { keylessRoutes } from '../keylessRoutes.ts'
import { allRoutes } from '../routes/index.ts'
import { ABOUT } from './about.ts'
import { makeDocument, type OpenApiDocument } from './makeDocument.ts'

/** Forms of objects whose type the stored object decides. */
export const PUBLIC_FORMS = [triggerForms, configForms]

const TAGS = {
  Gateway: 'Health of the gateway, and this reference',
  Sessions: 'WhatsApp connections, each linked to a phone number',
  Messages: 'Sending, and the history of both directions',
  Contacts: 'Contacts on WhatsApp, and your presence',
  Chats: 'The disappearing timers of chats',
  Groups: 'Groups that a session is in: members, settings, invitations',
  Webhooks: 'URLs that receive events, with a log of deliveries',
  Broadcast: 'Personalized messages to many recipients, at a human pace',
  Chatbot: 'Flows that answer by themselves, their steps and their conversations',
  Me: 'Your app, your account and your API key',
  Persons: 'Export and erasure of the data of one person',
  Events: 'Events, which the gateway posts to your webhooks and keeps for 14 days',
}

const DESCRIPTION = `A REST API for WhatsApp: sessions, messages, groups, broadcasts, chatbots and signed webhooks.

Send your API key in the \`x-api-key\` header, or as \`Authorization: Bearer\`. Each answer has the envelope \`{"success":true,"data":…}\` or
\`{"success":false,"error":{"code","message","requestId"}}\`. A path with another method answers 405 with the header \`Allow\`.
A key can have limits: scopes (\`read\`, \`send\`, \`manage\`), sessions, an end, and addresses. Each operation names its scope.
Each PUT also answers to PATCH. Both are partial: an absent field stays unchanged.

A body has at most 6 MB and 20,000 values (150,000 in a list of recipients), 100 levels, and 1,024 bytes a key. A text is valid Unicode without
NUL. The names \`__proto__\`, \`constructor\` and \`prototype\` are reserved in maps.`

/** Makes the OpenAPI document of the tenants' API. */
export async function publicDocument(): Promise<OpenApiDocument> {
  return makeDocument({
    head: {
      info: {
        title: 'Vesper Gateway',
        ...ABOUT,
        summary: 'A WhatsApp gateway in your own AWS account',
        description: DESCRIPTION,
      },
      servers: [{ url: '/', description: 'The gateway that serves this document' }],
      security: [{ apiKey: [] }, { bearer: [] }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    },
    base: '/api/v1',
    routes: [...keylessRoutes, ...(await allRoutes())],
    securitySchemes: {
      apiKey: {
        type: 'apiKey',
        in: 'header',
        name: 'x-api-key',
        description: 'API key, which begins with vsp_',
      },
      bearer: { type: 'http', scheme: 'bearer', description: 'The same API key as a bearer token' },
    },
    events: Object.values(WEBHOOK_EVENTS),
    forms: PUBLIC_FORMS,
  })
}
