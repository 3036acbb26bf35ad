export { getMessage, loadMessage, viewMessage } from './getMessage.ts'
export { importHistory } from './importHistory.ts'
export { listMessages } from './listMessages.ts'
