import { nanoid } from 'nanoid'

/** Returns a key for a data file of an export. No two files have the same key, so that overlapping runs never write the same file. */
export function newExportKey(appId: string, requestId: string, part: number): string {
  return `apps/${appId}/exports/${requestId}/${part}-${nanoid()}.ndjson`
}
