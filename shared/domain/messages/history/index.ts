export { getMessage, loadMessage } from './getMessage.ts'
export { importHistory } from './importHistory.ts'
export { listMessages } from './listMessages.ts'
