export * from './checkContacts.ts'
export { type Contact, contactSchema, listContacts } from './listContacts.ts'
export { type KnownContact, rememberContacts } from './remember.ts'
