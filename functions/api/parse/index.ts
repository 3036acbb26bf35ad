export { dropShownFields } from './dropShownFields.ts'
export { parseInput } from './parseInput.ts'
export { parseQuery } from './parseQuery.ts'
