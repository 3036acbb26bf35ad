export { applyOwnChange, type OwnChange } from './applyOwnChange.ts'
export { editMessage, markRead, revokeMessage } from './changeMessage.ts'
