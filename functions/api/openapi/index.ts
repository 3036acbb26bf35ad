export { adminDocument } from './adminDocument.ts'
export type { OpenApiDocument } from './makeDocument.ts'
export { publicDocument } from './publicDocument.ts'
