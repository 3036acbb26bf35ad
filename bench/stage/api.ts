import { mustRequest } from '#local/customer/index.ts'
import type { Stage } from './stage.ts'

/**
 * Calls the REST API with its key.
 * @returns `data` of the response
 */
export async function api<T>(stage: Stage, method: string, path: string, body?: unknown): Promise<T> {
  const { baseUrl, apiKey } = stage.api.facts
  return await mustRequest<T>(method, `${baseUrl}/api/v1${path}`, {
    body,
    headers: { 'x-api-key': apiKey },
  })
}
