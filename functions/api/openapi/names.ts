/** Returns a name in PascalCase: `VALIDATION_ERROR` and `sessions.getQr` become `ValidationError` and `SessionsGetQr`. */
export function pascalCase(name: string): string {
  const words = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word))
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
