import { VesperError } from './vesperError.ts'

export class TooManyFlows extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `An app has at most ${facts.limit} flows. Delete a flow first.`)
  }
}

export class TooManySteps extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `A flow has at most ${facts.limit} steps. Delete a step first.`)
  }
}

export class FlowTooLarge extends VesperError {
  constructor(facts: { maxBytes: number }) {
    super(
      'LIMIT_EXCEEDED',
      `The steps of a flow have at most ${facts.maxBytes} bytes together. Split the flow into two flows.`,
    )
  }
}

export class SessionHasFlow extends VesperError {
  constructor(facts: { sessionId: string; flowId: string; name: string }) {
    super(
      'CONFLICT',
      `Session ${facts.sessionId} already has a published flow: "${facts.name}" (${facts.flowId}). Unpublish or disable that flow first.`,
    )
  }
}

export class FlowIsDraft extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} is not published. Publish the flow first, or use its draft.`)
  }
}

export class FlowIsBeingDrawn extends VesperError {
  constructor(facts: { flowId: string }) {
    super(
      'CONFLICT',
      `Flow ${facts.flowId} changed during its validation. Publish the flow when no edit is in progress.`,
    )
  }
}

export class ConversationIsOver extends VesperError {
  constructor(facts: { runId: string; status: string }) {
    super(
      'CONFLICT',
      `Conversation ${facts.runId} is ${facts.status}. An ended conversation cannot be changed.`,
    )
  }
}

export class RunChangedMeanwhile extends VesperError {
  constructor() {
    super('CONFLICT', 'Another request changed the conversation at the same time. Try again in a moment.')
  }
}

export class FlowIsPublished extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} is published. Unpublish the flow before you change its session.`)
  }
}
