export { authenticate } from './authenticate.ts'
export { createApiKey } from './createApiKey.ts'
