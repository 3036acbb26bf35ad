import type { Route } from '../../route.ts'
import { createSessionRoute } from './createSession.ts'
import { deleteSessionRoute } from './deleteSession.ts'
import { getSessionRoute } from './getSession.ts'
import { getSessionQrRoute } from './getSessionQr.ts'
import { getSessionStatusRoute } from './getSessionStatus.ts'
import { listSessionsRoute } from './listSessions.ts'
import { logoutSessionRoute } from './logoutSession.ts'
import { requestPairingCodeRoute } from './requestPairingCode.ts'
import { restartSessionRoute } from './restartSession.ts'
import { updateSessionRoute } from './updateSession.ts'

/** Routes of WhatsApp connections, each linked to a phone number. */
export const sessionRoutes: readonly Route[] = [
  createSessionRoute,
  listSessionsRoute,
  getSessionRoute,
  updateSessionRoute,
  getSessionQrRoute,
  getSessionStatusRoute,
  restartSessionRoute,
  requestPairingCodeRoute,
  logoutSessionRoute,
  deleteSessionRoute,
]
