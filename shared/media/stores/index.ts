export { answerSigned, type SignedAnswer, type SignedRequest } from './answerSigned.ts'
export { bucketWhenUsed } from './bucketWhenUsed.ts'
export { type FileMediaStore, fileMediaStore } from './fileMediaStore.ts'
export { BadMediaKey } from './key.ts'
export type { SignedAccess } from './signature.ts'
export type {
  DownloadOptions,
  MediaStore,
  PutResult,
  StoredMedia,
  UploadOptions,
  UploadSlot,
} from './store.ts'
