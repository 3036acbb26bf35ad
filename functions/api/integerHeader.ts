/** A header that holds a whole number, as the reference shows it. */
export function integerHeader(description: string, example: number) {
  return { description, schema: { type: 'integer' as const }, example }
}
