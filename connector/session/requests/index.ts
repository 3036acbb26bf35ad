import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import { refusalCode } from '../../whatsapp/index.ts'
import { chatRequests } from './chats.ts'
import { contactRequests } from './contacts.ts'
import { groupRequests } from './groups.ts'
import type { ConnectedRequest, RequestContext, RequestHandlers } from './handler.ts'
import { messageRequests } from './messages.ts'
import { usernameRequests } from './usernames.ts'

const handlers: RequestHandlers<ConnectedRequest['kind']> = {
  ...messageRequests,
  ...chatRequests,
  ...contactRequests,
  ...groupRequests,
  ...usernameRequests,
}

/**
 * Carries out a caller's request on an open connection. WhatsApp's refusal is a failed answer with its code.
 * @throws TimedOut, or another error: WhatsApp may have carried out the request nevertheless
 */
export async function handleRequest(
  context: RequestContext,
  request: ConnectedRequest,
): Promise<ConnectorAnswer> {
  const perform = handlers[request.kind] as (
    context: RequestContext,
    request: ConnectedRequest,
  ) => Promise<ConnectorAnswer>
  try {
    return await perform(context, request)
  } catch (error) {
    const code = refusalCode(error)
    if (code === null) throw error
    return { state: 'failed', result: { code: String(code) } }
  }
}
