/** A client waits for its answer at most this long, in ms. The API answers within its own time-out. */
const ANSWER_MS = 3_000

/** Returns the options of the SDK's clients. */
export function clientOptions(region: string) {
  const requestHandler = {
    connectionTimeout: ANSWER_MS,
    requestTimeout: ANSWER_MS,
    throwOnRequestTimeout: true,
  }
  return { region, maxAttempts: 3, requestHandler }
}
