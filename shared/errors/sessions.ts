import { remedyFor, type SessionFacts } from '../contracts/sessionRemedies.ts'
import type { SessionReason, SessionStatus } from '../contracts/sessions.ts'
import type { ErrorDetail } from './table.ts'
import { VesperError } from './vesperError.ts'

export class DuplicateSessionName extends VesperError {
  constructor(facts: { name: string; cause?: unknown }) {
    super(
      'CONFLICT',
      `A session named "${facts.name}" already exists. Choose another name, or delete that session first.`,
      {
        cause: facts.cause,
      },
    )
  }
}

export class SessionIsEnding extends VesperError {
  constructor(facts: { sessionId: string }) {
    super('CONFLICT', `Session ${facts.sessionId} is being logged out or deleted. Try again in a moment.`)
  }
}

export class SessionNotPairing extends VesperError {
  constructor(facts: { sessionId: string; isPaired: boolean }) {
    super(
      'CONFLICT',
      facts.isPaired
        ? `Session ${facts.sessionId} is already linked to a phone. Log the session out first.`
        : `Session ${facts.sessionId} is not ready for pairing. Restart the session with POST /sessions/${facts.sessionId}/restart first.`,
    )
  }
}

/** The session needs its user: no phone is linked, or WhatsApp ended the connection for good. */
export class SessionNotPaired extends VesperError {
  constructor(facts: SessionFacts) {
    const remedy = remedyFor(facts)
    const problem = facts.pairedAt === null ? 'is not linked to a phone' : 'is disconnected'
    super(
      'SESSION_NOT_CONNECTED',
      remedy === null
        ? `Session ${facts.id} is being logged out.`
        : `Session ${facts.id} ${problem}. ${remedy}`,
      facts.reason === null ? {} : { details: detailsOf(facts, facts.reason) },
    )
  }
}

/** Returns the facts that a program reads, because the texts of messages may change. */
function detailsOf({ bannedUntil, retryAt }: SessionFacts, reason: SessionReason): ErrorDetail[] {
  return [
    { path: 'reason', message: reason },
    ...(bannedUntil === null ? [] : [{ path: 'bannedUntil', message: bannedUntil.toISOString() }]),
    ...(retryAt === null ? [] : [{ path: 'retryAt', message: retryAt.toISOString() }]),
  ]
}

export class NoQrCode extends VesperError {
  constructor(facts: { sessionId: string; status: SessionStatus; hint: string | null }) {
    const state =
      facts.status === 'connected'
        ? 'The session is connected and needs no code.'
        : 'The session is linked, and connects again by itself.'
    super('NOT_FOUND', `Session ${facts.sessionId} has no QR code now. ${facts.hint ?? state}`)
  }
}

export class WhatsAppRejected extends VesperError {
  constructor(facts: { operation: string; code: string }) {
    super('WHATSAPP_REJECTED', `WhatsApp refused to ${facts.operation}.`, {
      details: [{ path: 'whatsapp', message: facts.code }],
    })
  }
}
