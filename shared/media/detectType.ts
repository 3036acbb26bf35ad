import { fileTypeFromBuffer } from 'file-type'
import mime from 'mime'
import { bareType } from './limits.ts'
import { UNKNOWN_TYPE } from './stores/store.ts'

/** Number of first bytes that show the type. An Office file is a ZIP, and shows its kind in one of the first entries. */
export const HEAD_BYTES = 64 * 1024

/** Container types of many formats. For these types, the name is more exact than the bytes. */
const WRAPPERS = new Set(['application/zip', 'application/x-cfb', 'application/xml', 'application/gzip'])

/** Types that always show in the bytes. A claim without such bytes is false, or the file is damaged. SVG is text. */
const SHOWN_BY_BYTES = /^(?:image|audio|video)\/(?!svg\+xml)/

/**
 * Detects the content type of a file by its first `HEAD_BYTES` bytes, then by its name, then by its declared type.
 * Only the bytes can identify a picture, a sound or a film.
 */
export async function detectType(
  head: Uint8Array,
  hints: { filename?: string | undefined; declared?: string | undefined } = {},
): Promise<string> {
  const byBytes = await typeOfBytes(head)
  if (byBytes !== undefined && !WRAPPERS.has(byBytes)) return byBytes
  const byName = hints.filename === undefined ? null : mime.getType(hints.filename)
  const declared = hints.declared === undefined ? null : bareType(hints.declared)
  const claimed = [byName, declared].find((type) => type !== null && isCredible(type))
  return claimed ?? byBytes ?? UNKNOWN_TYPE
}

/** Returns the usual file name extension of a type, with its dot. Returns an empty string if there is none. */
export function extensionOf(contentType: string): string {
  const extension = mime.getExtension(bareType(contentType))
  return extension === null || extension === 'bin' ? '' : `.${extension}`
}

function isCredible(type: string): boolean {
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) && type !== UNKNOWN_TYPE && !SHOWN_BY_BYTES.test(type)
}

async function typeOfBytes(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime
  } catch {
    // The parser reached the end of the head or a damaged part.
    return undefined
  }
}
