import fc from 'fast-check'
import type { Answer, Call } from '../client.ts'
import { Arbitraries } from './arbitraries.ts'
import type { Contract, ContractOperation } from './contract.ts'
import { faultsOf } from './judge.ts'
import {
  type GeneratedRequest,
  type InvalidRequest,
  invalidRequests,
  urlOf,
  validRequests,
} from './requests.ts'
import type { Resources } from './resources.ts'

/** Refusals of a valid request: a limit, a missing thing, a conflict with the state, and a refusal of WhatsApp. */
const VALID_REFUSALS = [403, 404, 409, 422]
/** Refusals of an invalid request: a fault, a size, and a content type. */
const INVALID_REFUSALS = [400, 413, 415]
const EXCERPT = 500
/** Further requests for an operation whose first valid requests all get a refusal. */
const MORE_RUNS = 20

/** Operations that take their turn at the same time. */
const IN_PARALLEL = 8

/** An operation with a generator of its valid requests. */
interface Try {
  operation: ContractOperation
  requests: fc.Arbitrary<GeneratedRequest>
}

export interface Search {
  contract: Contract
  call: Call
  resources: Resources
  seed: number
  /** Returns the number of valid requests for an operation. As many times, one request of each kind of fault is sent. */
  runsOf(operation: ContractOperation): number
}

/**
 * Sends generated requests to each operation, and lists the first fault of each operation. Refused requests and reads change
 * nothing, so that several operations take their turn at the same time.
 */
export async function findFaults(search: Search): Promise<string[]> {
  const arbitraries = new Arbitraries(search.contract)
  const tries = search.contract.operations.map((operation) => ({
    operation,
    requests: validRequests(operation, arbitraries, search.resources),
  }))
  const accepts = ({ operation, requests }: Try) => acceptsValid(search, operation, requests)
  const isRead = ({ operation }: Try) => operation.method === 'GET'
  const found = await inParallel(tries, ({ operation, requests }) =>
    refusesInvalid(search, operation, requests),
  )
  for (const one of tries.filter((one) => !isRead(one))) found.push(...(await accepts(one)))
  return [...found, ...(await inParallel(tries.filter(isRead), accepts))]
}

/** Calls a function for each item, and returns the results in the order of the items. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  use: (item: Item) => Promise<Result[]>,
): Promise<Result[]> {
  const results: Result[][] = []
  const rest = items.entries()
  const work = async () => {
    for (const [index, item] of rest) results[index] = await use(item)
  }
  await Promise.all(Array.from({ length: IN_PARALLEL }, work))
  return results.flat()
}

async function refusesInvalid(
  { contract, call, seed, runsOf }: Search,
  operation: ContractOperation,
  requests: fc.Arbitrary<GeneratedRequest>,
): Promise<string[]> {
  const property = fc.asyncProperty(requests, fc.nat(), async (request, choice) => {
    for (const { fault, ...invalid } of oneOfEach(invalidRequests(contract, operation, request), choice)) {
      const answer = await send(call, operation, invalid)
      report(operation, invalid, answer, [
        ...faultsOf(contract, operation, answer),
        ...(INVALID_REFUSALS.includes(answer.status) ? [] : [`an accepted request with ${fault}`]),
      ])
    }
  })
  return await check(operation, property, { seed, numRuns: runsOf(operation) })
}

async function acceptsValid(
  { contract, call, seed, runsOf }: Search,
  operation: ContractOperation,
  requests: fc.Arbitrary<GeneratedRequest>,
): Promise<string[]> {
  const statuses = new Set<number>()
  const property = fc.asyncProperty(requests, async (request) => {
    const answer = await send(call, operation, request)
    statuses.add(answer.status)
    const isAccepted = answer.status < 300 || VALID_REFUSALS.includes(answer.status)
    report(operation, request, answer, [
      ...faultsOf(contract, operation, answer),
      ...(isAccepted ? [] : ['a refused valid request']),
    ])
  })
  const hasSucceeded = () => [...statuses].some((status) => status < 300)
  const faults = await check(operation, property, { seed, numRuns: runsOf(operation) })
  if (faults.length > 0 || hasSucceeded()) return faults
  const more = fc.sample(requests, { seed: seed + 1, numRuns: MORE_RUNS })
  for (const request of more) {
    if (hasSucceeded()) return []
    statuses.add((await send(call, operation, request)).status)
  }
  if (hasSucceeded()) return []
  return [`${operation.label}: no valid request succeeded: ${[...statuses].join(', ')}`]
}

/** Runs a property up to its first failure. A smaller counterexample would cost as many requests again. */
async function check(
  { label }: ContractOperation,
  property: fc.IAsyncPropertyWithHooks<[GeneratedRequest] | [GeneratedRequest, number]>,
  options: { seed: number; numRuns: number },
): Promise<string[]> {
  const { errorInstance } = await fc.check(property, { ...options, endOnFailure: true })
  return errorInstance ? [`${label}: ${(errorInstance as Error).message}`] : []
}

async function send(call: Call, operation: ContractOperation, request: GeneratedRequest): Promise<Answer> {
  return await call(operation.method, urlOf(operation, request), request.body, request.headers)
}

function oneOfEach(kinds: Record<string, InvalidRequest[]>, choice: number): InvalidRequest[] {
  return Object.values(kinds).flatMap((requests) => requests[choice % requests.length] ?? [])
}

/** @throws Error with the request and the answer, if there is a fault */
function report(
  operation: ContractOperation,
  request: GeneratedRequest,
  answer: Answer,
  faults: string[],
): void {
  if (faults.length === 0) return
  const sent = `${urlOf(operation, request)} ${JSON.stringify(request.headers)} ${JSON.stringify(request.body)}`
  const lines = [sent, `${answer.status} ${JSON.stringify(answer.body)}`].map((line) =>
    line.slice(0, EXCERPT),
  )
  throw new Error([faults.join('; '), ...lines].join('\n      '))
}
