import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { type DatabaseConnection, events } from '#shared/database/index.ts'
import { saveKeys } from '#shared/domain/auth-state/index.ts'
import { storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import { type InboundMessage, storeInbound } from '#shared/domain/messages/index.ts'
import {
  listSuppressions,
  suppress,
  suppressionFilter,
  suppressionInput,
} from '#shared/domain/suppressions/index.ts'
import { accepted, type CampaignStage, create, openStage, play } from './campaigns.ts'
import { connectTo, createDatabase } from './database.ts'

export const DAY_MS = 86_400_000
export const PHONE = '905550000000'
export const LID = '123456789012345@lid'

/** A stage whose people write messages to the session, and whose app has a suppression list. */
export class OptOutStage {
  readonly #connection: DatabaseConnection
  stage: CampaignStage

  constructor(connection: DatabaseConnection, stage: CampaignStage) {
    this.#connection = connection
    this.stage = stage
  }

  /** Returns the context of a verb that emits events. */
  get ctx() {
    return { ...this.stage.ctx, outbox: { wake: async () => undefined } }
  }

  /** Continues as another tenant. */
  async changeTenant() {
    this.stage = await openStage(this.#connection)
  }

  /** Writes to people by a campaign. */
  async campaignTo(...recipients: string[]) {
    await create(this.stage, { recipients: recipients.map((phone) => ({ phone })) })
    await play(this.stage, async () => (await accepted(this.stage)).length >= recipients.length)
  }

  message(text: string, changes: Partial<InboundMessage> = {}): InboundMessage {
    const remoteJid = changes.remoteJid ?? `${PHONE}@s.whatsapp.net`
    return {
      id: randomUUID(),
      sender: remoteJid,
      remoteJid,
      fromMe: false,
      participant: null,
      type: 'text',
      content: { text },
      media: null,
      status: 'DELIVERED',
      source: 'contact',
      pushName: 'Ada',
      timestamp: Math.floor(this.ctx.now().getTime() / 1_000),
      ...changes,
    }
  }

  /** Stores a message as the connector of a session does. Returns the marks of its event. */
  async receive(text: string, changes: Partial<InboundMessage> = {}, sessionId = this.stage.session) {
    const one = this.message(text, changes)
    const { lease } = this.stage
    const journal = [{ hash: one.id, value: Buffer.of(1), receivedAt: this.ctx.now() }]
    await saveKeys({
      ctx: this.ctx,
      input: [{ lease, sessionId, changes: { saved: [], deleted: [], journal } }],
    })
    const stanza = { sessionId, appId: this.ctx.appId, journalHash: one.id, stanza: null, lease }
    const input = [{ ...stanza, inbound: { kind: 'message', message: one } as const }]
    expect(await storeInbound({ ctx: this.ctx, input })).toEqual([undefined])
    return { id: one.id, ...(await this.marksOf(one.id)) }
  }

  /** Returns the marks of the event of a message. */
  async marksOf(id: string): Promise<{ optOut?: true; optIn?: true }> {
    const [event] = await this.ctx.db.select().from(events).where(sql`data ->> 'id' = ${id}`)
    const { optOut, optIn } = (event?.data ?? {}) as { optOut?: true; optIn?: true }
    return { ...(optOut && { optOut }), ...(optIn && { optIn }) }
  }

  /** Lets a session learn that `LID` and `PHONE` are one person. */
  async learn(sessionId = this.stage.session) {
    const mappings = [{ lid: LID, phoneJid: `${PHONE}@s.whatsapp.net` }]
    await storeLidMappings({ ctx: this.ctx, input: { lease: this.stage.lease, sessionId, mappings } })
  }

  async list(given: object = {}) {
    const input = { limit: 50, ...suppressionFilter.parse(given) }
    return await listSuppressions({ ctx: this.ctx, input })
  }

  /** Returns the numbers of the list. */
  async listed(): Promise<string[]> {
    return (await this.list()).items.map(({ phone }) => phone)
  }

  async add(given: object) {
    return await suppress({ ctx: this.ctx, input: suppressionInput.parse(given) })
  }
}

/** Opens a stage before each test, all on one database. */
export function useOptOut(onFresh: (on: OptOutStage) => void) {
  let connection: DatabaseConnection

  beforeAll(async () => {
    connection = connectTo(await createDatabase())
  })
  afterAll(() => connection.close())
  beforeEach(async () => {
    onFresh(new OptOutStage(connection, await openStage(connection)))
  })
}
