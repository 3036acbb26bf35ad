/** Returns the reference entry of a header with a whole number. */
export function integerHeader(description: string, example: number) {
  return { description, schema: { type: 'integer' as const }, example }
}
