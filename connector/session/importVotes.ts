import { applyAnswer, type InboundMessage } from '#shared/domain/messages/index.ts'
import type { ConnectorServices } from '../services.ts'
import type { ChangeSession } from './applyOpened.ts'

/**
 * Stores the votes in the polls of the history, without events. To be called after the polls are stored.
 * @throws LeaseLost, or the database's error
 */
export async function importVotes(
  services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>,
  { sessionId, leaseHandle, lidMappings }: ChangeSession,
  messages: readonly InboundMessage[],
): Promise<void> {
  const { lease } = leaseHandle
  for (const { id: messageId, sender, votes = [] } of messages)
    for (const { voter, choices, answeredAt } of votes) {
      const answer = { voter: await lidMappings.phoneOf(voter), choices, guests: null, answeredAt }
      await applyAnswer({ ctx: services, input: { lease, sessionId, messageId, sender, answer } })
    }
}
