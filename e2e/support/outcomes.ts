import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { createApi } from '#functions/index.ts'
import { readConfig } from '#shared/config/readConfig.ts'
import { databaseEnvironment } from '#shared/contracts/environment.ts'
import {
  accounts,
  apiKeys,
  campaigns,
  connectDatabase,
  flows,
  groups,
  messages,
  recipientLists,
  sessions,
  webhooks,
} from '#shared/database/index.ts'
import { SharedSends } from '#shared/domain/messages/index.ts'
import type { Answer } from './client.ts'
import type { FaultProxy } from './faultProxy.ts'
import type { TestGateway } from './gateway.ts'

/** A gateway with a fault proxy before its database, a paired session, and a customer. */
export interface OutcomeStage {
  gateway: TestGateway
  proxy: FaultProxy
  session: string
  customer: string
}

/** A request that creates one named thing. */
export interface Operation {
  path: string
  body: object
  /** The statement that decides the outcome. */
  decides: RegExp
  /** Returns the number of things with that name. */
  count(): Promise<number>
}

export const OPERATIONS = [
  'text',
  'document',
  'campaign',
  'session',
  'group',
  'webhook',
  'list',
  'flow',
  'account',
  'key',
] as const
export type OperationName = (typeof OPERATIONS)[number]

const COMMIT = /commit/
const API = '/api/v1'

/** Returns the request that creates a thing of a kind with a name. */
export function operation(stage: OutcomeStage, kind: OperationName, name: string): Operation {
  const { gateway, session, customer } = stage
  const { db } = gateway.services
  const { appId } = gateway.info
  switch (kind) {
    case 'text':
      return {
        path: `${API}/messages/send/text`,
        body: { session, to: customer, text: name },
        decides: /insert into messages/,
        count: () => db.$count(messages, sql`${messages.content} ->> 'text' = ${name}`),
      }
    case 'document':
      return {
        path: `${API}/messages/send/document`,
        body: {
          session,
          to: customer,
          base64: Buffer.from(name).toString('base64'),
          filename: `${name}.txt`,
        },
        decides: /insert into messages/,
        count: () => db.$count(messages, sql`${messages.content} ->> 'filename' = ${`${name}.txt`}`),
      }
    case 'campaign':
      return {
        path: `${API}/broadcast/campaigns`,
        body: { session, name, text: name, recipients: [{ phone: customer }] },
        decides: COMMIT,
        count: () => db.$count(campaigns, eq(campaigns.name, name)),
      }
    case 'session':
      return {
        path: `${API}/sessions`,
        body: { name },
        decides: COMMIT,
        count: () => db.$count(sessions, eq(sessions.name, name)),
      }
    case 'group':
      return {
        path: `${API}/groups/create`,
        body: { session, subject: name, participants: [customer] },
        decides: /insert into "requests"/,
        count: () => db.$count(groups, eq(groups.subject, name)),
      }
    case 'webhook':
      return {
        path: `${API}/webhooks`,
        body: { url: `http://127.0.0.1:9/${name}`, events: ['*'], enabled: false },
        decides: COMMIT,
        count: () => db.$count(webhooks, eq(webhooks.url, `http://127.0.0.1:9/${name}`)),
      }
    case 'list':
      return {
        path: `${API}/broadcast/lists`,
        body: { name, recipients: [{ phone: customer }] },
        decides: COMMIT,
        count: () => db.$count(recipientLists, eq(recipientLists.name, name)),
      }
    case 'flow':
      return {
        path: `${API}/chatbot/flows`,
        body: { appId, name, triggerType: 'first_contact' },
        decides: COMMIT,
        count: () => db.$count(flows, eq(flows.name, name)),
      }
    case 'account':
      return {
        path: '/admin/v1/accounts',
        body: { name, plan: 'starter' },
        decides: COMMIT,
        count: () => db.$count(accounts, eq(accounts.name, name)),
      }
    case 'key':
      return {
        path: `/admin/v1/apps/${appId}/keys`,
        body: { name },
        decides: /insert into "api_keys"/,
        count: () => db.$count(apiKeys, eq(apiKeys.name, name)),
      }
  }
}

export interface FaultyApi {
  /** The `application_name` of its connections. */
  name: string
  call(method: string, path: string, body?: object, key?: string): Promise<Answer>
  post(path: string, body: object, key?: string): Promise<Answer>
  close(): Promise<void>
}

/**
 * Creates an API with its own database connections, as in a separate process. The name of the connections selects
 * the proxy's faults. Queries time out after `queryTimeoutMs`.
 */
export function faultyApi({ gateway }: OutcomeStage, queryTimeoutMs: number): FaultyApi {
  const name = `fault-${randomBytes(4).toString('hex')}`
  const { environment } = gateway.parts
  const { db, close } = connectDatabase(readConfig(databaseEnvironment, environment), {
    maxConnections: 4,
    queryTimeoutMs,
    limits: 'role',
    applicationName: name,
    onIdleError: () => undefined,
  })
  const api = createApi({ ...gateway.services, db, sharedSends: new SharedSends({ db }) })
  const call: FaultyApi['call'] = async (method, path, body, key) => {
    const isAdmin = path.startsWith('/admin/')
    const answer = await api.request(path, {
      method,
      headers: {
        ...(isAdmin
          ? { authorization: `Bearer ${gateway.info.adminToken}` }
          : { 'x-api-key': gateway.info.apiKey }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] }
  }
  return {
    name,
    call,
    post: (path, body, key) => call('POST', path, body, key),
    close,
  }
}
