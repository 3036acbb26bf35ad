import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { KnownFailure } from './knownFailures.ts'

/** Failures of one check at one operation. */
export interface Failure {
  operation: string
  check: string
  /** Number of requests that failed the check. */
  count: number
  /** Message of the first failure, and the request and the answer that belong to the failure. */
  example: string
}

/** The result of a run. */
export interface Result {
  failures: Failure[]
  /** Statuses that each operation answered, by operation. */
  statuses: Map<string, Set<number>>
  requests: number
}

interface Check {
  name: string
  status: 'success' | 'failure'
  failure_info?: { failure: { message: string } }
}
interface Bytes {
  $base64: string
}
interface Interaction {
  request: { method: string; uri: string; body?: Bytes | null }
  response?: { status_code: number; content?: Bytes | null } | null
}
/** The lines of schemathesis' NDJSON report that contain results. */
interface Line {
  ScenarioFinished?: {
    recorder: {
      label: string
      checks?: Record<string, Check[]>
      interactions?: Record<string, Interaction>
    }
  }
  NonFatalError?: { label?: string; value: unknown }
  FatalError?: unknown
}

const EXCERPT = 600

/**
 * Reads the NDJSON report of a run. An operation that schemathesis cannot test is a failure of the check "is_testable".
 * @throws Error if schemathesis aborted the run
 */
export async function readResult(report: string): Promise<Result> {
  const result: Result = { failures: [], statuses: new Map(), requests: 0 }
  for await (const text of createInterface({ input: createReadStream(report) })) {
    const line: Line = JSON.parse(text)
    if (line.FatalError) throw new Error(`schemathesis failed: ${text}`)
    if (line.NonFatalError) {
      const { label: operation = '', value } = line.NonFatalError
      const example = `      ${JSON.stringify(value).slice(0, EXCERPT)}`
      result.failures.push({ operation, check: 'is_testable', count: 1, example })
    }
    if (line.ScenarioFinished) addScenario(result, line.ScenarioFinished.recorder)
  }
  return result
}

type Recorder = NonNullable<Line['ScenarioFinished']>['recorder']

function addScenario(result: Result, { label, checks = {}, interactions = {} }: Recorder): void {
  const statuses = result.statuses.get(label) ?? new Set()
  result.statuses.set(label, statuses)
  for (const { response } of Object.values(interactions)) {
    result.requests += 1
    if (response) statuses.add(response.status_code)
  }
  for (const [id, results] of Object.entries(checks)) {
    for (const check of results)
      if (check.status === 'failure') addFailure(result, label, check, interactions[id])
  }
}

function addFailure(
  { failures }: Result,
  operation: string,
  check: Check,
  interaction: Interaction | undefined,
): void {
  const known = failures.find((failure) => failure.operation === operation && failure.check === check.name)
  if (known) known.count += 1
  else failures.push({ operation, check: check.name, count: 1, example: describe(check, interaction) })
}

function describe({ failure_info: info }: Check, interaction: Interaction | undefined): string {
  const { request, response } = interaction ?? {}
  const asked = request ? `${request.method} ${request.uri} ${textOf(request.body)}` : 'no request'
  const answered = response ? `${response.status_code} ${textOf(response.content)}` : 'no answer'
  const message = info?.failure.message.replaceAll(/\s*\n\s*/g, ' · ') ?? ''
  return [message, asked, answered].map((line) => `      ${line.slice(0, EXCERPT)}`).join('\n')
}

function textOf(bytes: Bytes | null | undefined): string {
  return bytes ? Buffer.from(bytes.$base64, 'base64').toString() : ''
}

/** Lists each operation without a successful request in these runs, as a failure of the check "succeeds". */
export function unreached(results: readonly Result[]): Failure[] {
  const operations = new Set(results.flatMap(({ statuses }) => [...statuses.keys()]))
  return [...operations].flatMap((operation) => {
    const answered = results.flatMap(({ statuses }) => [...(statuses.get(operation) ?? [])])
    if (answered.some((status) => status < 300)) return []
    const example = `      no request succeeded: ${[...new Set(answered)].join(', ')}`
    return [{ operation, check: 'succeeds', count: 1, example }]
  })
}

/** Compares failures with the known failures of a run, and lists each difference as a block of text. */
export function differences(failures: readonly Failure[], known: readonly KnownFailure[]): string[] {
  const isSame = (a: Pick<Failure, 'operation' | 'check'>, b: Pick<Failure, 'operation' | 'check'>) =>
    a.operation === b.operation && a.check === b.check
  const fresh = failures.filter((failure) => !known.some((entry) => isSame(entry, failure)))
  const mended = known.filter((entry) => !failures.some((failure) => isSame(entry, failure)))
  return [
    ...fresh
      .sort((a, b) => a.operation.localeCompare(b.operation))
      .map(({ operation, check, count, example }) => `${operation}: ${check} (${count})\n${example}`),
    ...mended.map(
      ({ operation, check }) => `${operation}: ${check} passes now. Remove the entry from knownFailures.ts.`,
    ),
  ]
}
