import { unwrapWebhook, Vesper, VesperError, WebhookVerificationError } from 'vesper-sdk'
import { VesperAdmin } from 'vesper-sdk/admin'

/** Ends the wait for a message that is never sent. The limit is far above the needs of a slow machine. */
const PATIENCE_MS = 600_000

/** @typedef {{ body: string, headers: Record<string, string>, secret: string }} Webhook */

/**
 * The program that each runtime runs: an app that sends two texts, waits until they are sent, and lists them.
 * @param {{ apiKey: string, baseUrl: string, session: string, to: string, texts: string[], name: string, webhook: Webhook }} values
 */
export async function run({ apiKey, baseUrl, session, to, texts, name, webhook }) {
  const vesper = new Vesper({ apiKey, baseUrl })

  const created = await vesper.sessions.create({ name })
  const read = await vesper.sessions.get(created.id)
  await vesper.sessions.delete(created.id)

  /** @type {string[]} */
  const ids = []
  for (const text of texts) {
    const { key } = await vesper.messages.sendText({ session, to, text })
    ids.push(key.id)
  }
  for (const id of ids) await vesper.messages.waitFor({ session, id }, 'SENT', { waitMs: PATIENCE_MS })

  // Each page has one message. The loop thus needs several pages, and leaves the rest unread.
  const missing = new Set(ids)
  for await (const message of vesper.messages.list(session, { limit: 1 })) {
    missing.delete(message.id)
    if (missing.size === 0) break
  }

  const page = await vesper.sessions.list({ limit: 1 })
  return {
    ids,
    created: { name: created.name, sameId: read.id === created.id },
    unlisted: missing.size,
    admin: new VesperAdmin({ adminToken: 'token' }) instanceof VesperAdmin,
    page: { sessions: page.data.length, limit: page.pagination.limit },
    webhook: await event(webhook),
    forged: await event({ ...webhook, body: `${webhook.body} ` }),
    refused: await failure(vesper.sessions.get('unknown12345')),
    invalid: await failure(vesper.messages.sendText({ session, to, text: '' })),
  }
}

/**
 * Returns what an app can read from the error of a call.
 * @param {PromiseLike<unknown>} call
 */
async function failure(call) {
  try {
    await call
    return 'no error'
  } catch (error) {
    if (!(error instanceof VesperError)) return String(error)
    return { code: error.code, status: error.status, hasRequestId: Boolean(error.requestId) }
  }
}

/**
 * Verifies a webhook, and returns the name of its event or the reason of the refusal.
 * @param {Webhook} webhook
 */
async function event({ body, headers, secret }) {
  try {
    return (await unwrapWebhook(body, headers, secret)).event
  } catch (error) {
    return error instanceof WebhookVerificationError ? error.reason : String(error)
  }
}
