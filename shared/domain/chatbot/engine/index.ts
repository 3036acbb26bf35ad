export { advanceRun, newRun } from './advanceRun.ts'
export { type Connections, type Flow, type Step, toFlow } from './flow.ts'
export { NODE_NAMES, NODES, type NodeName } from './nodes/index.ts'
export { type Incoming, isOver, type Received, receive } from './receive.ts'
export {
  type Advanced,
  type Answer,
  type Call,
  type Entry,
  entrySchema,
  type Input,
  isLive,
  type Outgoing,
  type Run,
} from './run.ts'
export { namesIn, OWN_VARIABLES } from './values.ts'
