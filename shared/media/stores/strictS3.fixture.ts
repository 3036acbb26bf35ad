import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server in front of a stand-in for S3. */
export interface StrictS3 {
  address: string
  stop(): Promise<void>
}

/**
 * Starts a server that refuses invalid presigned requests as S3 does, because fauxqs checks no signature. A request whose headers do
 * not match the signature gets 403 (Signature Version 4, query parameters). An upload without a length gets 411. All other requests
 * are forwarded.
 */
export async function startStrictS3(target: string, secretAccessKey: string): Promise<StrictS3> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const status = url.searchParams.has('X-Amz-Signature') ? refusal(request, url, secretAccessKey) : null
    if (status === null) forward(target, request, response)
    else response.writeHead(status, { connection: 'close' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refusal(request: IncomingMessage, url: URL, secretAccessKey: string): 403 | 411 | null {
  if (request.method === 'PUT' && request.headers['content-length'] === undefined) return 411
  return signatureOf(request, url, secretAccessKey) === url.searchParams.get('X-Amz-Signature') ? null : 403
}

/** Computes the signature: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function signatureOf(request: IncomingMessage, url: URL, secretAccessKey: string): string {
  const parameter = (name: string) => url.searchParams.get(`X-Amz-${name}`) ?? ''
  const names = parameter('SignedHeaders').split(';')
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
  const headers = names.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('')
  const parts = [request.method, url.pathname, query.join('&'), headers, names.join(';'), 'UNSIGNED-PAYLOAD']
  const canonical = createHash('sha256').update(parts.join('\n')).digest('hex')
  const scope = parameter('Credential').split('/').slice(1)
  const key = scope.reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${secretAccessKey}`,
  )
  const toSign = ['AWS4-HMAC-SHA256', parameter('Date'), scope.join('/'), canonical].join('\n')
  return hmac(key, toSign).toString('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function forward(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(target)
  const { method, url, headers } = request
  const onward = send({ hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.on('error', () => onward.destroy())
  request.pipe(onward)
}
