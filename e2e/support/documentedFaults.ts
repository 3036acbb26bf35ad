/** Fields whose values differ from one run to the next. */
const VOLATILE = ['id', 'timestamp', 'session']
/** Field of the gateway that stands among the documented fields of some events. */
const BESIDE = ['timestamp']

/**
 * Lists the differences of an answer from its documented example. A missing field, another JSON type and another value are
 * differences. So are another order of the documented fields, and a further field in front of a documented one.
 */
export function documentedFaults(documented: unknown, actual: unknown, path = ''): string[] {
  if (typeOf(documented) !== typeOf(actual))
    return [`${path}: ${typeOf(actual)} in place of ${typeOf(documented)}`]
  if (Array.isArray(documented) && Array.isArray(actual))
    return documented.flatMap((item, index) => documentedFaults(item, actual[index], `${path}/${index}`))
  if (isObject(documented) && isObject(actual)) return objectFaults(documented, actual, path)
  const isVolatile = VOLATILE.includes(path.split('/').at(-1) ?? '')
  return isVolatile || documented === actual ? [] : [`${path}: ${actual} in place of ${documented}`]
}

function objectFaults(
  documented: Record<string, unknown>,
  actual: Record<string, unknown>,
  path: string,
): string[] {
  const names = Object.keys(documented)
  const given = Object.keys(actual).filter((name) => names.includes(name) || !BESIDE.includes(name))
  const isInOrder = names.every((name, index) => given[index] === name)
  return [
    ...(isInOrder ? [] : [`${path}: ${given.join(', ')} in place of ${names.join(', ')}`]),
    ...names.flatMap((name) => documentedFaults(documented[name], actual[name], `${path}/${name}`)),
  ]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
