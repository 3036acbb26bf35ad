export { asLambda } from './asLambda.ts'
export { endWithInvocation, guardInvocation, invoke } from './invocation.ts'
export { within } from './within.ts'
