import { VesperError } from './vesperError.ts'

export class CampaignStateConflict extends VesperError {
  constructor(facts: { campaignId: string; status: string; to: string }) {
    super(
      'CONFLICT',
      `Campaign ${facts.campaignId} is ${facts.status}. A campaign in this state cannot be ${facts.to}.`,
    )
  }
}

export class ListTooLarge extends VesperError {
  constructor(facts: { limit: number }) {
    super('VALIDATION_ERROR', `A list has at most ${facts.limit} recipients. Create another list.`, {
      details: [{ path: 'recipients', message: `At most ${facts.limit}` }],
    })
  }
}
