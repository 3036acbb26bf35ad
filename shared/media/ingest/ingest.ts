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
  /** A new one: it is removed if the ingest fails. */
  key: string
  source: MediaSource
  kind: MediaKind
  /** Goes before what a URL's server says. */
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
 * Takes a customer's file into the store, as a stream: its type is checked on its first bytes and its size as it flows.
 * @throws UnacceptableMedia any reason but unconvertible; for a URL its cause is the RequestRefused. What the store or
 *   a given stream throws is thrown as it is.
 */
export async function ingest(options: IngestOptions): Promise<IngestedMedia> {
  const { store, key, source, kind, signal } = options
  if (source.kind === 'stream') ignoreEarlyErrors(source.body)
  // It knows a thousand formats, and a start for a text needs none.
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
