import { fileTypeFromBuffer } from 'file-type'
import mime from 'mime'
import { bareType } from './limits.ts'
import { UNKNOWN_TYPE } from './stores/store.ts'

/** So many first bytes tell the type, also of Office files, which are ZIPs with their kind in an entry. */
export const HEAD_BYTES = 64 * 1024

/** Types of many formats in one wrapper, where the name knows better than the bytes. */
const WRAPPERS = new Set(['application/zip', 'application/x-cfb', 'application/xml', 'application/gzip'])

/** Kinds whose formats all show in their bytes: one that is only claimed is a lie or damaged. SVG is text. */
const SHOWN_BY_BYTES = /^(?:image|audio|video)\/(?!svg\+xml)/

/**
 * The content type of a file: by its first bytes (`HEAD_BYTES` of them), else by its name, else as declared.
 * A picture, sound or film is believed by its bytes only.
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

/** The usual file name extension of a type, with its dot; empty if there is none. */
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
    // A parser that ran over the end of the head, or over damage: the bytes do not tell.
    return undefined
  }
}
