import { cut } from '../contracts/sizes.ts'
import type { ErrorDetail } from './table.ts'

/** Limits of an answer. A request with thousands of faults has one cause, and its answer must not be larger than the request. */
const MAX_DETAILS = 50
const MAX_PATH = 200
const MAX_MESSAGE = 1_000

/** Cuts an error message, which may contain a text of the caller. */
export function boundMessage(message: string): string {
  return message.length > MAX_MESSAGE ? `${cut(message, MAX_MESSAGE - 1)}…` : message
}

/** Cuts the path of a fault, which may contain a name that the caller chose. */
export function boundPath(path: string): string {
  return path.length > MAX_PATH ? `${cut(path, MAX_PATH - 1)}…` : path
}

/** Cuts the details of an error. The last detail says that others were left out. */
export function boundDetails(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const shown = details.slice(0, details.length > MAX_DETAILS ? MAX_DETAILS - 1 : MAX_DETAILS)
  const bounded = shown.map(({ path, message }) => ({
    path: boundPath(path),
    message: boundMessage(message),
  }))
  if (shown.length === details.length) return bounded
  return [...bounded, { path: '', message: 'Further faults are left out. Correct the faults above first.' }]
}
