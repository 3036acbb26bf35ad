/** The answer of a function with payload 2.0. */
export interface LambdaResult {
  statusCode: number
  headers: Record<string, string>
  cookies?: string[]
  body: string
  isBase64Encoded: boolean
}

const TEXT = /^(?:text\/|application\/json\b)/i

/** Converts an answer to the result of a function. Any type except text and JSON is in base64. */
export async function toResult(response: Response): Promise<LambdaResult> {
  const cookies = response.headers.getSetCookie()
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'))
  const type = headers['content-type']
  const isBase64Encoded = type !== undefined && !TEXT.test(type)
  const body = isBase64Encoded
    ? Buffer.from(await response.arrayBuffer()).toString('base64')
    : await response.text()
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    body,
    isBase64Encoded,
  }
}
