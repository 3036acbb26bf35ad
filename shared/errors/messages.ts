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

export class UsernameKeyRequired extends VesperError {
  constructor({ username, isWrong }: { username: string; isWrong: boolean }) {
    super(
      'USERNAME_KEY_REQUIRED',
      isWrong
        ? `The key of the username @${username} is another one. Ask the person for the 4 digits, and give them as usernameKey.`
        : `The username @${username} is protected by a key. Give the 4 digits of the key as usernameKey.`,
    )
  }
}

export class UnprocessableMedia extends VesperError {
  constructor(facts: { why: string; cause?: unknown }) {
    super('UNPROCESSABLE_MEDIA', facts.why, { cause: facts.cause })
  }
}
