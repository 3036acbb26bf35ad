export { type AuthBackend, AuthStore, JOURNAL, sealContext } from './authStore.ts'
export type { PreparedFile } from './content/kinds/index.ts'
export type { GroupNotification } from './groups/changes.ts'
export { HistoryUnavailable } from './history.ts'
export { type OwnIdentity, type ParsedStanza, readJournalRow } from './inbound.ts'
export type { JournalRow } from './journal.ts'
export { MediaDamaged, MediaGone, MediaRefused, openMedia } from './media.ts'
export { isRefusal, refusalCode } from './refusal.ts'
export { rejectAfterClose, type SocketLifecycle } from './rejectAfterClose.ts'
export {
  decodeLateChange,
  derivedSecret,
  encodeLateChange,
  type LateChange,
  type Opened,
  openChange,
} from './secrets/index.ts'
export { decodeCreds } from './serialise.ts'
export { silenceConsole } from './silenceConsole.ts'
export { openSocket } from './socket.ts'
export { trustRootKey } from './trustRootKey.ts'
export type { ConnectionEnd, MessageKey, SentMessage, SocketListener, WhatsAppSocket } from './types.ts'
