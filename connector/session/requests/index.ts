import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import { refusalCode } from '../../whatsapp/index.ts'
import type { Asked, OnConnection, Performers } from './asked.ts'
import { contactRequests } from './contacts.ts'
import { groupRequests } from './groups.ts'
import { messageRequests } from './messages.ts'

const performers: Performers<OnConnection['kind']> = {
  ...messageRequests,
  ...contactRequests,
  ...groupRequests,
}

/** Does what a caller asked for, on an open connection. WhatsApp's refusal is an answer, with its code.
 * @throws NotInTime, or what else kept it from being done: then it may have happened */
export async function performRequest(asked: Asked, request: OnConnection): Promise<ConnectorAnswer> {
  const perform = performers[request.kind] as (
    asked: Asked,
    request: OnConnection,
  ) => Promise<ConnectorAnswer>
  try {
    return await perform(asked, request)
  } catch (error) {
    const code = refusalCode(error)
    if (code === null) throw error
    return { state: 'failed', result: { code: String(code) } }
  }
}
