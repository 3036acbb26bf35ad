export * from './checkContacts.ts'
export { type Contact, contactSchema, listContacts } from './listContacts.ts'
export { type KnownContact, storeContacts } from './storeContacts.ts'
