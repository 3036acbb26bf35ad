export { readMe } from './readMe.ts'
export { meSchema } from './view.ts'
