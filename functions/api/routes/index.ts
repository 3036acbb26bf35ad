import type { Route } from '../route.ts'
import { deleteMessageRoute } from './messages/deleteMessage.ts'
import { getMessageRoute } from './messages/getMessage.ts'
import { listMessagesRoute } from './messages/listMessages.ts'
import { sendTextRoute } from './messages/sendText.ts'
import { createSessionRoute } from './sessions/createSession.ts'
import { deleteSessionRoute } from './sessions/deleteSession.ts'
import { getSessionRoute } from './sessions/getSession.ts'
import { getSessionQrRoute } from './sessions/getSessionQr.ts'
import { getSessionStatusRoute } from './sessions/getSessionStatus.ts'
import { listSessionsRoute } from './sessions/listSessions.ts'
import { logoutSessionRoute } from './sessions/logoutSession.ts'
import { requestPairingCodeRoute } from './sessions/requestPairingCode.ts'
import { restartSessionRoute } from './sessions/restartSession.ts'

/** Every endpoint that needs a key, in the order in which the reference shows them. */
export const routes: readonly Route[] = [
  createSessionRoute,
  listSessionsRoute,
  getSessionRoute,
  getSessionQrRoute,
  getSessionStatusRoute,
  restartSessionRoute,
  requestPairingCodeRoute,
  logoutSessionRoute,
  deleteSessionRoute,
  sendTextRoute,
  listMessagesRoute,
  getMessageRoute,
  deleteMessageRoute,
]
