import { z } from 'zod'
import { planSchema } from '#shared/contracts/accounts.ts'
import { KEY_SCOPES } from '#shared/contracts/keys.ts'
import { accountSchema } from '../accounts/index.ts'
import { apiKeySchema, keyLimitsView } from '../apiKeys/index.ts'
import { appSchema } from '../apps/index.ts'

const EXAMPLE = {
  app: { id: 'app_4fG7hJ2kL9mNpQrSt5vW', name: 'Web shop', createdAt: '2026-06-24T10:28:00.000Z' },
  account: { id: 'acc_4fG7hJ2kL9mNpQrSt5vW', name: 'Example Ltd' },
  plan: 'starter',
  usage: { month: '2026-11', apps: 1, sessions: 2, messages: 1234, broadcast: 40 },
  limits: { apps: 1, sessions: 2, messages: 5000, broadcast: 100 },
  key: {
    id: 'key_4fG7hJ2kL9mNpQrSt5vW',
    name: 'production',
    prefix: 'vsp_aB3dE5gH7j',
    scopes: [...KEY_SCOPES],
    sessions: null,
    expiresAt: null,
    allowedIps: null,
    createdAt: '2026-06-24T10:28:00.000Z',
  },
}

const used = (what: string, example: number) => z.number().int().meta({ description: what, example })
const limit = (what: string, example: number) =>
  z
    .number()
    .int()
    .nullable()
    .meta({ description: `${what}; null if unlimited`, example })

/** The holder of an API key: its app, its account with plan and usage, and the key itself. */
export const meSchema = z
  .object({
    app: appSchema
      .pick({ id: true, name: true, createdAt: true })
      .meta({ description: 'The app that the key opens', example: EXAMPLE.app }),
    account: accountSchema
      .pick({ id: true, name: true })
      .meta({ description: 'The account of the app', example: EXAMPLE.account }),
    plan: planSchema,
    usage: z
      .object({
        month: z
          .string()
          .meta({ description: 'Month of messages and broadcast, in UTC', example: EXAMPLE.usage.month }),
        apps: used('Current number of apps', EXAMPLE.usage.apps),
        sessions: used('Current number of sessions', EXAMPLE.usage.sessions),
        messages: used('Messages of the month, over all apps', EXAMPLE.usage.messages),
        broadcast: used('Messages of campaigns in the month, over all apps', EXAMPLE.usage.broadcast),
      })
      .meta({ description: 'The usage of the account, over all its apps', example: EXAMPLE.usage }),
    limits: z
      .object({
        apps: limit('Apps at one time', EXAMPLE.limits.apps),
        sessions: limit('Sessions at one time', EXAMPLE.limits.sessions),
        messages: limit('Messages in a month', EXAMPLE.limits.messages),
        broadcast: limit('Messages of campaigns in a month', EXAMPLE.limits.broadcast),
      })
      .meta({ description: 'The limits of the plan', example: EXAMPLE.limits }),
    key: apiKeySchema
      .pick({ id: true, name: true, prefix: true })
      .extend({ ...keyLimitsView, createdAt: apiKeySchema.shape.createdAt })
      .meta({ description: 'The key of the request, without its secret', example: EXAMPLE.key }),
  })
  .meta({
    id: 'Me',
    description: 'The app, the account and the key of a request',
    example: EXAMPLE,
  })
export type MeView = z.infer<typeof meSchema>
