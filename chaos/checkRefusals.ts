import type { Refusal, Send } from './ledger.ts'
import type { FaultKind } from './plan.ts'
import { findings, groupBy, type Verdict } from './verdict.ts'

/** What the API cannot do without: while it is away, and shortly after, nothing can be accepted. */
const EXCUSES: readonly FaultKind[] = [
  'connector.freeze',
  'database.cut',
  'database.lock',
  'database.slow',
  'database.terminate',
  'queue.refuse',
]
/** Answers that a caller gets meanwhile: nothing was accepted, or it is not known. */
const EXCUSED: readonly number[] = [503, 504]
/** A request that began in the outage ends behind it, at the latest with its own time-outs. */
const GRACE_MS = 6_000

/** Between which times, Unix ms, something was broken. */
export interface Span {
  kind: FaultKind
  at: number
  until: number
}

/** The API refuses no send but while its database or its queue is away, and then with 503 or 504. */
export function checkRefusals(sends: readonly Send[], spans: readonly Span[]): Verdict {
  const excuses = spans.filter(({ kind }) => EXCUSES.includes(kind))
  const isExcused = ({ status, at }: Refusal) =>
    EXCUSED.includes(status) &&
    excuses.some((span) => at >= span.at - GRACE_MS && at <= span.until + GRACE_MS)
  const all = sends.flatMap(({ text, refusals }) => refusals.map((refusal) => ({ text, refusal })))
  // What the caller did itself; and that its first request is still at work is the truth.
  const refusals = all.filter(
    ({ refusal: { code } }) => code !== 'hung_up' && code !== 'IDEMPOTENCY_CONFLICT',
  )
  const byAnswer = groupBy(all, ({ refusal: { status, code } }) => `refusals: ${status || ''} ${code}`)
  return {
    losses: findings(refusals, ({ text, refusal }) =>
      isExcused(refusal)
        ? null
        : {
            what: 'refused',
            id: '',
            detail: `${text}: ${refusal.status} ${refusal.code} at ${new Date(refusal.at).toISOString()}${behind(refusal, spans)}`,
          },
    ),
    notes: [],
    counts: {
      ...Object.fromEntries([...byAnswer].map(([name, found]) => [name, found.length])),
      'refusals while database or queue were away': refusals.filter(({ refusal }) => isExcused(refusal))
        .length,
    },
  }
}

/** What was broken last, for whoever looks for the cause. */
function behind({ at }: Refusal, spans: readonly Span[]): string {
  const [last] = spans.filter((span) => span.at <= at).toSorted((a, b) => b.until - a.until)
  if (!last) return ''
  const seconds = ((at - last.until) / 1000).toFixed(1)
  return at <= last.until ? `, within ${last.kind}` : `, ${seconds} s behind ${last.kind}`
}
