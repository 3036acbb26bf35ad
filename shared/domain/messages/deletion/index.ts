export { deleteMessage } from './deleteMessage.ts'
export { pruneMessages } from './pruneMessages.ts'
export { prunePayloads } from './prunePayloads.ts'
export { removeErasedFiles } from './removeErasedFiles.ts'
