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

export class SessionNotPaired extends VesperError {
  constructor(facts: { sessionId: string }) {
    super(
      'SESSION_NOT_CONNECTED',
      `Session ${facts.sessionId} is not linked to a phone. Scan the QR code from GET /sessions/${facts.sessionId}/qr first.`,
    )
  }
}

export class WhatsAppRejected extends VesperError {
  constructor(facts: { operation: string; code: string }) {
    super('WHATSAPP_REJECTED', `WhatsApp refused to ${facts.operation}.`, {
      details: [{ path: 'whatsapp', message: facts.code }],
    })
  }
}
