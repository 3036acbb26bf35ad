/** Returns the key of a data file of an export. Parts begin with 1. */
export function exportKey(appId: string, requestId: string, part: number): string {
  return `apps/${appId}/exports/${requestId}/${part}.ndjson`
}
