import { VesperError } from './vesperError.ts'

export class CampaignStateConflict extends VesperError {
  constructor(facts: { campaignId: string; status: string; to: string }) {
    super('CONFLICT', `Campaign ${facts.campaignId} is ${facts.status}: it can not be ${facts.to} now.`)
  }
}

export class ListTooLarge extends VesperError {
  constructor(facts: { limit: number }) {
    super('VALIDATION_ERROR', `A list has ${facts.limit} recipients at the most. Make another one.`, {
      details: [{ path: 'recipients', message: `At most ${facts.limit}` }],
    })
  }
}
