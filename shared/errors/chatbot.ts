import { VesperError } from './vesperError.ts'

export class TooManyFlows extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `An app has ${facts.limit} flows at the most. Delete one first.`)
  }
}

export class TooManySteps extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `A flow has ${facts.limit} steps at the most.`)
  }
}

export class FlowTooLarge extends VesperError {
  constructor(facts: { maxBytes: number }) {
    super(
      'LIMIT_EXCEEDED',
      `All steps of a flow have ${facts.maxBytes} bytes at the most. Divide the flow into two.`,
    )
  }
}

export class SessionHasFlow extends VesperError {
  constructor(facts: { sessionId: string; flowId: string; name: string }) {
    super(
      'CONFLICT',
      `Session ${facts.sessionId} has a published flow already: "${facts.name}" (${facts.flowId}). Unpublish that one first.`,
    )
  }
}

export class FlowIsDraft extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} is not published. Publish it first, or ask for its draft.`)
  }
}

export class FlowIsBeingDrawn extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} changes while it is checked. Publish it when nobody edits it.`)
  }
}

export class ConversationIsOver extends VesperError {
  constructor(facts: { runId: string; status: string }) {
    super('CONFLICT', `Conversation ${facts.runId} is ${facts.status}: there is nothing to change any more.`)
  }
}

export class RunChangedMeanwhile extends VesperError {
  constructor() {
    super('CONFLICT', 'The conversation changes too fast. Try again in a moment.')
  }
}

export class FlowIsPublished extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} is published. Unpublish it before you give it another session.`)
  }
}
