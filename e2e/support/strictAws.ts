import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Addresses of the stand-ins behind the server, by the name of the service in a signature. */
export type Services = Record<'sqs' | 's3' | 'kms' | 'secretsmanager', string>

/** A call as IAM sees it. */
interface Call {
  /** The role of the caller: its access key id. */
  role: string
  service: keyof Services
  /** The permissions that the call needs: its own, and those of the key with which the service encrypts. */
  permissions: string[]
}

export interface StrictAws {
  /** Variables that lead the SDK of a role to this server. */
  environmentOf(role: string): Record<string, string>
  /** Takes a permission from a role. Call the returned function to allow it again. */
  deny(role: string, permission: string): () => void
  /** Calls that were refused, such as `api sqs:SendMessage`. */
  refused: string[]
  stop(): Promise<void>
}

const REGION = 'us-east-1'
/** The permission of an operation, where its name differs from the operation's. A batch needs the permission of its single operation. */
const BATCH = /Batch$/

/**
 * Starts a server that checks the permissions of each call as IAM does, before it forwards the call to a stand-in. Objects of S3 and secrets are
 * encrypted by KMS, so that a caller needs the permissions of the key too. A refused call gets the error of its service.
 */
export async function startStrictAws(services: Services): Promise<StrictAws> {
  const denied = new Set<string>()
  const refused: string[] = []
  const server = createServer(async (request, response) => {
    const call = callOf(request)
    const missing = call.permissions.find((permission) => denied.has(`${call.role} ${permission}`))
    if (missing !== undefined) {
      refused.push(`${call.role} ${missing}`)
      return refuse(response, call, missing, await buffer(request))
    }
    forward(services[call.service], request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    environmentOf: (role) => ({
      AWS_ACCESS_KEY_ID: role,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_KMS: endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    }),
    deny(role, permission) {
      denied.add(`${role} ${permission}`)
      return () => denied.delete(`${role} ${permission}`)
    },
    refused,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Reads role and service from the signature (Signature Version 4), and derives the permissions of the call. */
function callOf(request: IncomingMessage): Call {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const scope = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]
  const [role = '', , , service = ''] = (scope ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/')
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? ''
  switch (service) {
    case 'sqs':
      return { role, service, permissions: [`sqs:${operation.replace(BATCH, '')}`] }
    case 'kms':
      return { role, service, permissions: [`kms:${operation}`] }
    case 'secretsmanager':
      return { role, service, permissions: [`secretsmanager:${operation}`, 'kms:Decrypt via secretsmanager'] }
    case 's3':
      return { role, service, permissions: permissionsOfS3(request.method ?? '', url.searchParams) }
    default:
      throw new Error(`The stand-in does not know the service ${service}`)
  }
}

/** See docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions. */
function permissionsOfS3(method: string, query: URLSearchParams): string[] {
  const isPart = query.has('uploadId')
  if (method === 'GET' || method === 'HEAD') return ['s3:GetObject', 'kms:Decrypt via s3']
  if (method === 'DELETE') return [isPart ? 's3:AbortMultipartUpload' : 's3:DeleteObject']
  return ['s3:PutObject', 'kms:GenerateDataKey via s3', ...(isPart ? ['kms:Decrypt via s3'] : [])]
}

function refuse(response: ServerResponse, { role, service }: Call, permission: string, _body: Buffer): void {
  const message = `User: arn:aws:sts::111122223333:assumed-role/${role} is not authorized to perform: ${permission}`
  if (service === 's3') {
    const xml = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`
    response.writeHead(403, { 'content-type': 'application/xml' }).end(xml)
    return
  }
  const type = service === 'sqs' ? 'com.amazon.coral.service#AccessDeniedException' : 'AccessDeniedException'
  response
    .writeHead(service === 'sqs' ? 403 : 400, { 'content-type': 'application/x-amz-json-1.1' })
    .end(JSON.stringify({ __type: type, message, Message: message }))
}

function forward(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(target)
  const { method, url, headers } = request
  const onward = send({ hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
