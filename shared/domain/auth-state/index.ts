export { loadCreds, type SealedCreds, saveCreds } from './creds.ts'
export { findJournaled, unprocessedJournal } from './journal.ts'
export { type KeyChanges, type KeyQuery, type KeyWrite, loadKeys, type SealedKey, saveKeys } from './keys.ts'
export { pruneJournal } from './pruneJournal.ts'
