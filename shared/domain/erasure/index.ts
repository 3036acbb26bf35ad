export { eraseDeleted } from './eraseDeleted.ts'
