import { z } from 'zod'
import { MalformedRequest } from '#shared/errors/index.ts'
import type { RuntimeBindings } from './runtimeBindings.ts'

/** The parts of an event with payload 2.0 that the gateway reads. API Gateway omits empty parts. */
const httpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.object({
    domainName: z.string().nullish(),
    stage: z.string().nullish(),
    // hono reads a method such as `valueOf` from the prototype of its table.
    http: z.object({ method: z.string().regex(/^[A-Z]+$/) }),
  }),
})
type HttpEvent = z.output<typeof httpEvent>

const callerEvent = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) })
const DEFAULT_STAGE = '$default'
const UNKNOWN_ORIGIN = 'https://localhost'
const BODILESS = ['GET', 'HEAD']
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Reads an event of API Gateway or of a Function URL. An unreadable event becomes a request with a fault. */
export function readEvent(event: unknown): { request: Request; bindings: RuntimeBindings } {
  const bindings = callerEvent.safeParse(event).data ?? {}
  try {
    const known = httpEvent.parse(event)
    return { request: new Request(urlOf(known), initOf(known)), bindings }
  } catch (error) {
    const fault =
      error instanceof MalformedRequest
        ? error
        : new MalformedRequest({ fault: 'The method, the URL or a header of the request is not valid.' })
    return { request: new Request(UNKNOWN_ORIGIN), bindings: { ...bindings, fault } }
  }
}

/** The setters of URL escape each character that would end the path or the query. */
function urlOf({ rawPath, rawQueryString, requestContext }: HttpEvent): URL {
  const origin = `https://${requestContext.domainName}`
  const url = new URL(URL.canParse(origin) ? origin : UNKNOWN_ORIGIN)
  url.pathname = withoutStage(rawPath, requestContext.stage)
  url.search = rawQueryString ?? ''
  return url
}

/** Removes the name of the stage, with which the path begins on each stage except `$default`. */
function withoutStage(path: string, stage: string | null | undefined): string {
  if (!stage || stage === DEFAULT_STAGE) return path
  return path === `/${stage}` || path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path
}

function initOf({ headers, cookies, body, isBase64Encoded, requestContext }: HttpEvent): RequestInit {
  const { method } = requestContext.http
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers ?? {})) sent.append(name, toBytes(value))
  if (cookies && cookies.length > 0) sent.set('cookie', toBytes(cookies.join('; ')))
  // Lambda has the whole body, so that its own length is the only true length.
  sent.delete('content-length')
  sent.delete('transfer-encoding')
  // The body of a GET has no meaning, and `Request` refuses it.
  if (!body || BODILESS.includes(method.toUpperCase())) return { method, headers: sent }
  const bytes = bytesOf(body, isBase64Encoded ?? false)
  sent.set('content-length', String(bytes.byteLength))
  return { method, headers: sent, body: bytes }
}

/** Encodes a header's value as Node's HTTP server presents it: one character for each byte of UTF-8. */
function toBytes(value: string): string {
  return Buffer.from(value).toString('latin1')
}

function bytesOf(body: string, isBase64: boolean): Uint8Array<ArrayBuffer> {
  if (!isBase64) return new TextEncoder().encode(body)
  if (!BASE64.test(body)) throw new MalformedRequest({ fault: 'The body is not valid base64.' })
  return new Uint8Array(Buffer.from(body, 'base64'))
}
