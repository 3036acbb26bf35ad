import type { Refusal, Send } from './ledger.ts'
import type { FaultKind } from './plan.ts'
import { findings, groupBy, type Verdict } from './verdict.ts'

/** Faults that stop the API from accepting messages, also shortly afterwards. */
const EXCUSES: readonly FaultKind[] = [
  'connector.freeze',
  'database.cut',
  'database.lock',
  'database.slow',
  'database.terminate',
  'queue.refuse',
]
/** Statuses of an outage: the API accepted nothing, or does not know the outcome. */
const EXCUSED: readonly number[] = [503, 504]
/** A request that began in the outage ends after it, at the latest by its own time-outs. */
const GRACE_MS = 6_000

/** A fault with its start and end in Unix ms. */
export interface Span {
  kind: FaultKind
  at: number
  until: number
}

/** Checks that the API refuses a send only while its database or its queue is down, and only with 503 or 504. */
export function checkRefusals(sends: readonly Send[], spans: readonly Span[]): Verdict {
  const excuses = spans.filter(({ kind }) => EXCUSES.includes(kind))
  const isExcused = ({ status, at }: Refusal) =>
    EXCUSED.includes(status) &&
    excuses.some((span) => at >= span.at - GRACE_MS && at <= span.until + GRACE_MS)
  const all = sends.flatMap(({ text, refusals }) => refusals.map((refusal) => ({ text, refusal })))
  // The caller itself hung up. A conflict is correct while the first request still runs.
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
            detail: `${text}: ${refusal.status} ${refusal.code} at ${new Date(refusal.at).toISOString()}${lastFault(refusal, spans)}`,
          },
    ),
    notes: [],
    counts: {
      ...Object.fromEntries([...byAnswer].map(([name, found]) => [name, found.length])),
      'refusals while database or queue was down': refusals.filter(({ refusal }) => isExcused(refusal))
        .length,
    },
  }
}

/** Describes the last fault before a refusal, to help find the cause. */
function lastFault({ at }: Refusal, spans: readonly Span[]): string {
  const [last] = spans.filter((span) => span.at <= at).toSorted((a, b) => b.until - a.until)
  if (!last) return ''
  const seconds = ((at - last.until) / 1000).toFixed(1)
  return at <= last.until ? `, within ${last.kind}` : `, ${seconds} s after ${last.kind}`
}
