export { simulationInput, simulationSchema } from './input.ts'
export { simulate } from './simulate.ts'
export { simulateFlow } from './simulateFlow.ts'
