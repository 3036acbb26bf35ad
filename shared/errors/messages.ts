import { VesperError } from './vesperError.ts'

export class MessageStillPending extends VesperError {
  constructor(facts: { messageId: string }) {
    super(
      'CONFLICT',
      `Message ${facts.messageId} is not sent yet. Delete the message when its status is SENT or FAILED.`,
    )
  }
}

export class CannotChange extends VesperError {
  constructor(facts: { messageId: string; why: string }) {
    super('CONFLICT', `Message ${facts.messageId} cannot be changed. ${facts.why}.`)
  }
}

export class UnprocessableMedia extends VesperError {
  constructor(facts: { why: string; cause?: unknown }) {
    super('UNPROCESSABLE_MEDIA', facts.why, { cause: facts.cause })
  }
}
