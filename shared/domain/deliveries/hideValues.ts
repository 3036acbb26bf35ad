const HIDDEN = '[hidden]'
/** Shorter texts, such as `on`, are no secrets and occur in any answer. */
const MIN_LENGTH = 6

/**
 * Hides the values of headers in the excerpt of an answer. A receiver that echoes its request would otherwise show the
 * values in the delivery log. A value may be escaped as JSON, and the end of the excerpt may cut a value. The token of a
 * value such as `Bearer …` is hidden also alone.
 */
export function hideValues(excerpt: string | null, values: readonly string[]): string | null {
  if (excerpt === null) return null
  return values
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= MIN_LENGTH)
    .sort((one, other) => other.length - one.length)
    .reduce((text, secret) => hideCutEnd(text.replaceAll(secret, HIDDEN), secret), excerpt)
}

/** Hides the beginning of a secret at the end of a text. */
function hideCutEnd(text: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, text.length); length >= MIN_LENGTH; length--)
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + HIDDEN
  return text
}
