import type { MessageContent } from '#shared/contracts/messages.ts'
import { VesperError } from '#shared/errors/index.ts'
import { newMessageId } from '#shared/ids.ts'
import type { Context, SendContext } from '../../context.ts'
import { sendMedia, sendMessage } from '../../messages/index.ts'
import type { Call, Entry, Outgoing } from '../engine/index.ts'
import { callServer } from './callServer.ts'
import { markPerformed } from './claim.ts'
import { moveRun } from './moveRun.ts'
import { type EntryRow, type RunRow, toEntry } from './row.ts'

/** Context of effects. The store of files is needed only for slow effects. */
export type EffectContext = Omit<Context, 'keyring' | 'media'> & Partial<Pick<Context, 'media'>>
type Ctx = EffectContext

/** Returns the seed of the id of an effect's message. A repetition derives the same id, and sends no second message. */
const seedOf = (runId: string, number: number) => `${runId}:${number}`

/** Returns the id of the message of a `sent` entry. */
export function messageIdOf(runId: string, number: number): string {
  return newMessageId(seedOf(runId, number))
}

/** Tells whether an effect waits for a customer's server. The events function leaves such an effect to a job. */
export function isSlow(row: EntryRow): boolean {
  const entry = toEntry(row)
  return entry.kind === 'called' || (entry.kind === 'sent' && entry.message.type === 'image')
}

/**
 * Performs an effect. An effect that can never succeed ends the run as failed.
 * @throws for a passing failure: the queue or the database cannot be reached
 */
export async function performEffect({
  ctx,
  input: { run, row },
}: {
  ctx: Ctx
  input: { run: RunRow; row: EntryRow }
}): Promise<void> {
  const entry: Entry = toEntry(row)
  if (entry.kind === 'called') await call(ctx, run, row, entry.request)
  if (entry.kind === 'sent') await say(ctx, run, row, entry.message)
  await markPerformed({ ctx, input: row })
}

async function say(ctx: Ctx, run: RunRow, row: EntryRow, message: Outgoing): Promise<void> {
  const sending = { ...ctx, appId: run.appId, seed: seedOf(run.id, row.number) }
  try {
    await send(sending, run, message)
  } catch (error) {
    if (!(error instanceof VesperError) || error.status >= 500) throw error
    await moveRun({ ctx, input: { runId: run.id, inputOf: () => ({ type: 'fault', error: error.message }) } })
  }
}

async function send(
  ctx: SendContext & Pick<EffectContext, 'media'>,
  run: RunRow,
  message: Outgoing,
): Promise<void> {
  const { sessionId, chat: remoteJid } = run
  if (message.type === 'text' || message.url === undefined) {
    const content = { text: message.text, ...listOf(message) }
    await sendMessage({ ctx, input: { sessionId, remoteJid, type: 'text', content, source: 'chatbot' } })
    return
  }
  if (!ctx.media) throw new Error('A slow effect needs the store of files')
  const source = { url: message.url }
  const caption = message.text || undefined
  await sendMedia({
    ctx: { ...ctx, media: ctx.media },
    input: { sessionId, remoteJid, type: 'image', source, caption, sentBy: 'chatbot' },
  })
}

function listOf({ list: button, buttons = [] }: Outgoing): Pick<MessageContent, 'list'> {
  if (button === undefined) return {}
  return { list: { button, rows: buttons.map(({ id, label: title }) => ({ id, title })) } }
}

/** Calls a server, and gives the answer to the run if the run still waits for the answer. */
async function call(ctx: Ctx, run: RunRow, row: EntryRow, request: Call): Promise<void> {
  let turn: number | null = null
  await moveRun({
    ctx,
    input: {
      runId: run.id,
      inputOf: (current) => {
        if (current.status === 'active' && current.waiting === 'call') turn = current.turn
        return null
      },
    },
  })
  if (turn !== null) {
    const idempotencyKey = seedOf(run.id, row.number)
    const answer = await callServer(request, { policy: ctx.settings.urlPolicy, idempotencyKey })
    const answered = { type: 'answer', turn, answer } as const
    await moveRun({ ctx, input: { runId: run.id, inputOf: () => answered } })
  }
}
