export * from './connection.ts'
export { createSession } from './createSession.ts'
export { expireQrs } from './expireQrs.ts'
export { expireRestrictions } from './expireRestrictions.ts'
export { getSession } from './getSession.ts'
export { getSessionQr } from './getSessionQr.ts'
export {
  listAllSessions,
  type OperatorSessionView,
  operatorSessionSchema,
} from './listAllSessions.ts'
export { listSessions } from './listSessions.ts'
export { liveSessionsOf } from './liveSessions.ts'
export { assertUsable, loadPairedSession, loadSession, loadSessions, type SessionRef } from './loadSession.ts'
export { logoutSession } from './logoutSession.ts'
export { tryWakeConnector } from './notifyConnector.ts'
export { readPartition, readSession } from './readSession.ts'
export { recordRestriction } from './recordRestriction.ts'
export { requestPairingCode } from './requestPairingCode.ts'
export { restartSession } from './restartSession.ts'
export { type SessionEvent, toSessionEvent } from './sessionEvents.ts'
export { updateSession } from './updateSession.ts'
export { type ReportedSession, type SessionRow, type SessionView, sessionSchema } from './view.ts'
