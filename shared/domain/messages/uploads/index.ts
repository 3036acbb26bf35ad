export { createUpload } from './createUpload.ts'
export { type FileSource, forgetUpload, takeFile } from './takeFile.ts'
export { pruneUploads } from './uploadSlots.ts'
