export { type LocalSqs, startSqs } from './sqs.ts'
