/** A header that holds a whole number, as the reference shows it. */
export function integerHeader(description: string, example: string) {
  return { description, schema: { type: 'integer' as const }, example }
}
