/** Maximum length that file systems and phones accept. */
const MAX_LENGTH = 200

/** Removes paths and control characters from a file name, and limits its length. Returns undefined if nothing remains. */
export function cleanFilename(name: string): string | undefined {
  const base = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const clean = base.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  if (clean === '' || /^\.+$/.test(clean)) return undefined
  return clean.slice(-MAX_LENGTH).toWellFormed()
}

/** Returns the file name of a response: from `Content-Disposition`, or from the end of the URL if that has an extension. */
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
