import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forward } from '#shared/forward.fixture.ts'
import { S3Sizes } from './s3Sizes.fixture.ts'

/** A server in front of a stand-in for S3. */
export interface StrictS3 {
  address: string
  stop(): Promise<void>
}

/**
 * Starts a server that refuses invalid requests as S3 does, because fauxqs checks neither signatures nor sizes. A presigned request whose
 * headers do not match the signature, or that is late, gets 403 (Signature Version 4, query parameters). An upload without a length gets
 * 411. `S3Sizes` has the limits of objects and parts. All other requests are forwarded.
 */
export async function startStrictS3(target: string, secretAccessKey: string): Promise<StrictS3> {
  const sizes = new S3Sizes()
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const isPresigned = url.searchParams.has('X-Amz-Signature')
    const status = isPresigned ? refusal(request, url, secretAccessKey) : lengthFault(request)
    if (status !== null) return response.writeHead(status, { connection: 'close' }).end()
    const { code, body } = await sizes.check(request, url)
    if (code === null) forward(target, request, response, { body })
    else
      response
        .writeHead(400, { 'content-type': 'application/xml', connection: 'close' })
        .end(`<Error><Code>${code}</Code><Message>S3 refuses this size.</Message></Error>`)
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
  const fault = lengthFault(request)
  if (fault !== null) return fault
  if (isLate(url)) return 403
  return signatureOf(request, url, secretAccessKey) === url.searchParams.get('X-Amz-Signature') ? null : 403
}

function lengthFault({ method, headers }: IncomingMessage): 411 | null {
  return method === 'PUT' && headers['content-length'] === undefined ? 411 : null
}

function isLate(url: URL): boolean {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(url.searchParams.get('X-Amz-Date') ?? '') ?? []
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return !(Date.now() < signedAt + Number(url.searchParams.get('X-Amz-Expires')) * 1_000)
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
