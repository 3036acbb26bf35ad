/** A failure that the tests expect. A test fails if schemathesis no longer finds the failure: then the entry goes. */
export interface KnownFailure {
  run: 'api' | 'api, narrower bodies' | 'both' | 'admin'
  operation: string
  check: string
  reason: string
}

export const KNOWN_FAILURES: readonly KnownFailure[] = []
