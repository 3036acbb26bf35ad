export * from './checkContacts.ts'
