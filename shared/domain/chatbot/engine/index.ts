export { advanceRun, newRun } from './advanceRun.ts'
export { type Connections, type Flow, type Step, toFlow } from './flow.ts'
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
export { STEP_NAMES, STEPS, type StepName } from './steps/index.ts'
export { namesIn, OWN_VARIABLES } from './values.ts'
