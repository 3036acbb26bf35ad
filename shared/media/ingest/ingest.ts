import { ignoreEarlyErrors } from '../ignoreEarlyErrors.ts'
import { limited } from '../limited.ts'
import { checkType, MEDIA_LIMITS, type MediaKind } from '../limits.ts'
import { peek } from '../peek.ts'
import type { MediaStore, PutResult } from '../stores/store.ts'
import { UnacceptableMedia } from '../unacceptable.ts'
import { cleanFilename } from './filename.ts'
import { type MediaSource, type OpenSource, openSource, toMediaFault } from './openSource.ts'

export interface IngestOptions {
  store: MediaStore
  /** An unused key. A failed ingest removes the file. */
  key: string
  source: MediaSource
  kind: MediaKind
  /** File name, which takes precedence over the name from the server of a URL. */
  filename?: string
  declaredType?: string
  signal?: AbortSignal
}

export interface IngestedMedia extends PutResult {
  key: string
  contentType: string
  filename: string | undefined
}

/**
 * Streams a customer's file into the store. Checks the type by the first bytes, and the size during the transfer.
 * @throws UnacceptableMedia any reason except unconvertible; for a URL, the cause is the RequestRefused
 * @throws the errors of the store and of the given stream
 */
export async function ingest(options: IngestOptions): Promise<IngestedMedia> {
  const { store, key, source, kind, signal } = options
  if (source.kind === 'stream') ignoreEarlyErrors(source.body)
  // The library for types is large, and a start for a text does not need it.
  const types = await import('../detectType.ts')
  try {
    const opened = await openSource(source, kind, signal)
    try {
      return await take(options, opened, types)
    } catch (error) {
      await store.remove(key).catch(() => undefined)
      throw error
    } finally {
      opened.body.destroy()
    }
  } catch (error) {
    throw toMediaFault(error, kind)
  }
}

async function take(
  { store, key, kind, ...hints }: IngestOptions,
  opened: OpenSource,
  { detectType, HEAD_BYTES }: typeof import('../detectType.ts'),
): Promise<IngestedMedia> {
  const filename = hints.filename === undefined ? opened.filename : cleanFilename(hints.filename)
  const { head, body } = await peek(opened.body, HEAD_BYTES)
  if (head.length === 0) throw new UnacceptableMedia({ reason: 'empty' })
  const declared = hints.declaredType ?? opened.declaredType
  const contentType = await detectType(head, { filename, declared })
  checkType(kind, contentType)
  const put = await store.put(key, limited(body, MEDIA_LIMITS[kind].maxBytes, kind), { contentType })
  return { key, ...put, contentType, filename }
}
