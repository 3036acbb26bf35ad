/** Returns a `Content-Disposition` that makes a browser save the file. The name may be in any script. RFC 6266. */
export function attachment(filename: string | undefined): string {
  if (filename === undefined) return 'attachment'
  const ascii = filename.replace(/[^\w. -]/g, '_')
  return `attachment; filename="${ascii}"; filename*=UTF-8''${escapeExtended(filename)}`
}

/** Escapes a text as RFC 8187 requires. encodeURIComponent leaves some of these characters. */
function escapeExtended(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
