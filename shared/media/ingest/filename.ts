/** What file systems and phones take. */
const MAX_LENGTH = 200

/** A name that is only a name: no path, no control characters, not longer than phones show. */
export function cleanFilename(name: string): string | undefined {
  const base = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const clean = base.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  if (clean === '' || /^\.+$/.test(clean)) return undefined
  return clean.slice(-MAX_LENGTH).toWellFormed()
}

/** The name that a server gives a file: in `Content-Disposition`, else the end of its URL if that has an extension. */
export function filenameOfResponse(url: string, disposition: string | undefined): string | undefined {
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition ?? '')?.[1]
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition ?? '')
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  const ofUrl = /\.\w{1,8}$/.test(last) ? last : undefined
  const encoded = extended ?? plain?.[1] ?? plain?.[2] ?? ofUrl
  return encoded === undefined ? undefined : cleanFilename(decoded(encoded))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
