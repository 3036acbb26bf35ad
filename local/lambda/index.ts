export { asLambda, within } from './asLambda.ts'
