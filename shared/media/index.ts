export { type IngestedMedia, type IngestOptions, ingest } from './ingest/ingest.ts'
export type { FetchTimeouts, MediaSource } from './ingest/openSource.ts'
export {
  bareType,
  checkMedia,
  INBOUND_MAX_BYTES,
  type KindLimit,
  LARGE_FILE_BYTES,
  MEDIA_LIMITS,
  type MediaKind,
} from './limits.ts'
export { openMediaFolder, openMediaStore } from './openMediaStore.ts'
export { peek } from './peek.ts'
export * from './prepare/index.ts'
export * from './stores/index.ts'
export { type MediaFault, UnacceptableMedia } from './unacceptable.ts'
