import type { Evidence, Shown, Stored } from './evidence.ts'
import type { Send } from './ledger.ts'
import { type Finding, findings, groupBy, type Verdict } from './verdict.ts'

/** Failures that a run may cause: no connection in time, or no confirmation. */
const LEGITIMATE_FAILURES = ['expired', 'timeout']
const FINAL = ['DELIVERED', 'READ', 'PLAYED', 'FAILED']

interface Traces {
  /** The messages with the send's text on the customer's phone, one for each id. */
  shown: readonly Shown[]
  stored: readonly Stored[]
  /** Types of the events about the send. */
  told: ReadonlySet<string>
}

/**
 * Checks that each accepted send is on the phone or FAILED with a reason, and that each has its events. No send may be on the phone
 * twice.
 */
export function checkSends(sends: readonly Send[], evidence: Evidence): Verdict {
  const shown = new Map(
    [...evidence.shown].map(([customer, messages]) => [
      customer,
      groupBy(
        messages.filter(({ fromMe }) => !fromMe),
        ({ text }) => text ?? '',
      ),
    ]),
  )
  const stored = new Map(
    [...evidence.stored].map(([session, messages]) => [session, groupBy(messages, ({ id }) => id)]),
  )
  const told = groupBy(evidence.events, ({ session, data }) => `${session} ${data.id}`)
  const tracesOf = ({ session, customer, text, id = '' }: Send): Traces => ({
    shown: shown.get(customer)?.get(text) ?? [],
    stored: stored.get(session)?.get(id) ?? [],
    told: new Set(told.get(`${session} ${id}`)?.map(({ event }) => event)),
  })
  const accepted = sends.filter(({ id }) => id !== undefined)
  const copies = [...evidence.shown.values()].flat().filter(({ copies }) => copies > 1)
  return {
    losses: findings(sends, (send) => lossesOf(send, tracesOf(send))),
    notes: findings(sends, (send) => noteOf(send, tracesOf(send))),
    counts: {
      'sends requested': sends.length,
      'sends accepted': accepted.length,
      'sends on the phone': accepted.filter((send) => tracesOf(send).shown.length > 0).length,
      'sends with an unknown outcome': sends.filter((send) => send.id === undefined && !isRefused(send))
        .length,
      'requests repeated under their key': sends.filter(({ key, refusals }) => key && refusals.length > 0)
        .length,
      'messages shown in several copies': copies.length,
    },
  }
}

function lossesOf(send: Send, traces: Traces): Finding[] {
  const ids = traces.shown.map((message) => message.id)
  const twice =
    ids.length > 1 ? [finding(send, 'sent twice', `the phone has the ids ${ids.join(' and ')}`)] : []
  if (send.id !== undefined) return [...twice, ...lossesOfAccepted(send, traces)]
  if (ids.length === 0 || !isRefused(send)) return twice
  return [...twice, finding(send, 'refused, yet sent', codesOf(send))]
}

function lossesOfAccepted(send: Send, { shown, stored, told }: Traces): Finding[] {
  const [row] = stored
  if (!row || stored.length > 1) return [finding(send, 'send not stored once', `${stored.length} rows`)]
  const missing = (events: string[]) =>
    events.filter((event) => !told.has(event)).map((event) => finding(send, 'event missing', event))
  if (row.status === 'FAILED') {
    const reason = row.error ?? 'no reason'
    const isLegitimate = LEGITIMATE_FAILURES.includes(reason)
    return [...(isLegitimate ? [] : [finding(send, 'send failed', reason)]), ...missing(['message.failed'])]
  }
  const losses = missing(['message.sent', 'message.delivered'])
  if (!FINAL.includes(row.status)) losses.push(finding(send, 'status not final', row.status))
  if (!shown.some(({ id }) => id === send.id))
    losses.push(finding(send, 'send lost', `${row.status}, and not on the phone`))
  return losses
}

function noteOf(send: Send, { shown, stored: [row] }: Traces): Finding | null {
  if (row?.status === 'FAILED') {
    const where = shown.length > 0 ? 'but on the phone' : 'not on the phone'
    return finding(send, 'failed', `${row.error}, ${where}`)
  }
  if (send.id !== undefined || shown.length === 0) return null
  return isRefused(send) ? null : finding(send, 'unknown, and sent', codesOf(send))
}

/** Statuses that leave the outcome open: no response, a conflict with an earlier request, and OUTCOME_UNKNOWN. */
const OPEN_STATUSES = [0, 409, 504]

/** Returns true if each response said that nothing was accepted. */
function isRefused({ id, refusals }: Send): boolean {
  const isKnown = refusals.every(({ status }) => !OPEN_STATUSES.includes(status))
  return id === undefined && refusals.length > 0 && isKnown
}

function codesOf({ refusals }: Send): string {
  return refusals.map(({ status, code }) => `${status} ${code}`).join(', ')
}

function finding({ id = '', text }: Send, what: string, detail: string): Finding {
  return { what, id, detail: `${text}: ${detail}` }
}
