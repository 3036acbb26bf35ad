import { QStashError } from '../errors.ts'

interface Row {
  messageId: string
  url: string
  createdAt: number
  time?: number
  label?: string
  scheduleId?: string
  flowControlKey?: string
  state?: string
  dlqId?: string
  responseStatus?: number
}

const DEFAULT_COUNT = 100
const FIELDS: Record<string, (row: Row) => (string | undefined)[]> = {
  messageId: (row) => [row.messageId],
  messageIds: (row) => [row.messageId],
  dlqIds: (row) => [row.dlqId],
  url: (row) => [row.url],
  host: (row) => [new URL(row.url).host],
  path: (row) => [new URL(row.url).pathname],
  label: (row) => row.label?.split(',') ?? [],
  scheduleId: (row) => [row.scheduleId],
  flowControlKey: (row) => [row.flowControlKey],
  state: (row) => [row.state],
  responseStatus: (row) => [row.responseStatus?.toString()],
}

/** A query's `count` (default 100) and `cursor`, and what a row must be to be meant by it. */
export interface Filter {
  count: number
  cursor: number | undefined
  fits(row: Row): boolean
}

/**
 * Reads the query of a list or of a bulk action: any value of a field, all fields.
 * @throws QStashError 400 for a field that is not known: to overlook it would widen a deletion
 */
export function readFilter(requestUrl: string): Filter {
  const query = new URL(requestUrl).searchParams
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined)
  const [from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY] = [
    number('fromDate'),
    number('toDate'),
  ]
  const names = [...new Set(query.keys())].filter(
    (name) => !['count', 'cursor', 'fromDate', 'toDate'].includes(name),
  )
  const tests = names.map((name) => {
    const read = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    if (!read) throw new QStashError(400, `unsupported filter: ${name}`)
    const wanted = new Set<string | undefined>(query.getAll(name))
    return (row: Row) => read(row).some((value) => wanted.has(value))
  })
  return {
    count: number('count') ?? DEFAULT_COUNT,
    cursor: number('cursor'),
    fits: (row) => {
      const time = row.time ?? row.createdAt
      return time >= from && time <= to && tests.every((test) => test(row))
    },
  }
}
