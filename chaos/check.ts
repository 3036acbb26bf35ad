import { checkRefusals, type Span } from './checkRefusals.ts'
import { checkSends } from './checkSends.ts'
import { checkWritten } from './checkWritten.ts'
import type { Evidence } from './evidence.ts'
import type { Ledger } from './ledger.ts'
import { merge, type Verdict } from './verdict.ts'

/**
 * Compares the requests with the evidence.
 * @param spans the faults and their times
 */
export function check(
  ledger: Pick<Ledger, 'sends' | 'written'>,
  evidence: Evidence,
  spans: readonly Span[],
): Verdict {
  return merge([
    checkSends(ledger.sends, evidence),
    checkRefusals(ledger.sends, spans),
    checkWritten(ledger.written, evidence),
    checkRest(evidence),
  ])
}

/** Checks that all sessions are connected and that there are no dead letters. */
function checkRest({ statuses, deadLetters }: Evidence): Verdict {
  const down = [...statuses].filter(([, status]) => status !== 'connected')
  const losses = down.map(([id, status]) => ({ what: 'session not connected', id, detail: status }))
  if (deadLetters > 0) losses.push({ what: 'dead letters', id: '', detail: String(deadLetters) })
  return { losses, notes: [], counts: { 'dead letters': deadLetters } }
}
