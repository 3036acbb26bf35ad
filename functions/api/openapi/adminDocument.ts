import { OPERATOR_BODIES, OWNER_EXAMPLE, WEBHOOK_EVENTS } from '#shared/contracts/events.ts'
import { adminRoutes } from '../admin/routes/index.ts'
import { ABOUT } from './about.ts'
import { makeDocument, type OpenApiDocument } from './makeDocument.ts'

const TAGS = {
  Accounts: 'Customers of the gateway, each with a plan',
  Apps: 'Tenants, which see only their own data',
  'API keys': 'Keys that authenticate requests of an app',
  Operation: 'Sessions, connectors and the audit log of the whole installation',
  Webhooks: "The operator's URLs that receive session events of all accounts",
  Events: "Events that the gateway posts to the operator's webhooks",
}

/** Makes the OpenAPI document of the management API. */
export function adminDocument(): OpenApiDocument {
  return makeDocument({
    head: {
      info: {
        title: 'Vesper Gateway: management',
        ...ABOUT,
        summary: 'Accounts, apps and API keys of a gateway',
        description:
          'Accounts, apps and API keys. Send the admin token as `Authorization: Bearer <token>`. Each PUT also answers to PATCH.',
      },
      servers: [{ url: '/admin/v1', description: 'The gateway that serves this document' }],
      security: [{ adminToken: [] }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    },
    base: '',
    routes: adminRoutes,
    securitySchemes: {
      adminToken: {
        type: 'http',
        scheme: 'bearer',
        description: 'Token of the operator, `VESPER_ADMIN_TOKEN`',
      },
    },
    events: Object.entries(OPERATOR_BODIES).map(([type, body]) => ({
      ...WEBHOOK_EVENTS[type as keyof typeof OPERATOR_BODIES],
      body,
      owner: OWNER_EXAMPLE,
    })),
  })
}
