export { asLambda } from './asLambda.ts'
export { endWithInvocation, invoke } from './invocation.ts'
export { within } from './within.ts'
