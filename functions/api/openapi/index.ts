export { adminDocument } from './adminDocument.ts'
export type { JsonSchema } from './convertSchemas.ts'
export type { OpenApiDocument } from './makeDocument.ts'
export { publicDocument } from './publicDocument.ts'
