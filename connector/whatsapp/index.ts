export { type AuthBackend, AuthStore, JOURNAL, sealContext } from './authStore.ts'
export type { SentChange } from './content/composeChange.ts'
export type { About, MessageFacts, Shown } from './content/facts.ts'
export type { PreparedFile } from './content/kinds/index.ts'
export { previewOfPayload } from './content/previewOf.ts'
export type { OthersDeletion } from './deletion.ts'
export type { GroupAddressing } from './groups/addressing.ts'
export type { GroupNotification } from './groups/changes.ts'
export { HistoryUnavailable } from './history.ts'
export { type ParsedStanza, readJournalRow } from './inbound.ts'
export type { JournalRow } from './journal.ts'
export { MediaDamaged, MediaGone, MediaRefused, openMedia } from './media.ts'
export { markOwnMention, type OwnIdentity } from './reader.ts'
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
export type { NamedJid } from './usernames.ts'
