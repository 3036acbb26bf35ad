/** A failure that the tests expect. If schemathesis no longer finds the failure, the test fails and the entry must be deleted. */
export interface KnownFailure {
  run: 'api' | 'stateful' | 'admin'
  operation: string
  check: string
  reason: string
}

export const KNOWN_FAILURES: readonly KnownFailure[] = []
