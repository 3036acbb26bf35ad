/** Resources that a test creates, for generated requests. */
export interface Resources {
  /** IDs of the tenant's resources, which no other tenant may read. */
  ids: string[]
  /** A sandbox phone that receives messages. */
  phone: string
  /** Values for fields of generated bodies, by the name of the field. */
  body: Record<string, string>
  /** Values for fields of generated bodies of one operation, by "METHOD /path" and the name of the field. */
  bodies: Record<string, Record<string, unknown>>
  /** Fields that generated bodies of one operation leave out, by "METHOD /path". */
  omitted: Record<string, string[]>
  /** Values for fields of generated bodies at every depth, by name: rules that JSON Schema cannot state. */
  deep: Record<string, unknown>
  /** Values for all entries of a map in generated bodies, by the name of the map. An entry that is null stays. */
  maps: Record<string, string>
  /** Query parameters that need a body other than JSON, by "METHOD /path": a rule that OpenAPI cannot state. */
  withText: Record<string, string[]>
  /** Bodies that are no JSON, by content type. */
  texts: Record<string, string>
  /** Values for path and query parameters, by the name of the parameter. */
  parameters: Record<string, string>
  /**
   * Values for path parameters of one operation or of one collection, by "METHOD /path" or by path. The longest name wins.
   * An operation that removes or ends its resource has a separate resource here, so that other operations keep theirs.
   */
  special: Record<string, Record<string, string>>
}

/** Lists the values for the parameters of an operation, by "place.name". */
export function pinsOf(
  { special, parameters }: Resources,
  operation: { method: string; path: string; parameters: readonly { in: string; name: string }[] },
): Record<string, string> {
  const label = `${operation.method} ${operation.path}`
  const nearest = Object.keys(special)
    .filter((name) => name === label || operation.path.startsWith(name))
    .sort((a, b) => a.length - b.length)
  const known = Object.assign({}, parameters, ...nearest.map((name) => special[name]))
  return Object.fromEntries(
    operation.parameters.flatMap(({ in: place, name }): [string, string][] => {
      const value: string | undefined = known[name]
      return place === 'header' || value === undefined ? [] : [[`${place}.${name}`, value]]
    }),
  )
}
