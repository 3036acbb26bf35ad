/** Returns an object with the field if it has a value, because `exactOptionalPropertyTypes` forbids `undefined`. */
export function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value })
}
