export { type AuthBackend, AuthStore, JOURNAL, sealContext } from './authStore.ts'
export type { PreparedFile } from './content/composeMedia.ts'
export { type Inbound, type OwnIdentity, readJournalRow } from './inbound.ts'
export type { JournalRow } from './journal.ts'
export { MediaGone, openMedia } from './media.ts'
export { silenceConsole } from './quiet.ts'
export { decodeCreds } from './serialise.ts'
export {
  type ConnectionEnd,
  openSocket,
  type SentMessage,
  type SocketListener,
  type WhatsAppSocket,
} from './socket.ts'
export { trustRootKey } from './trust.ts'
