export { adoptNumbers } from './adoptNumbers.ts'
