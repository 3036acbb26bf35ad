import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { forward } from '#shared/forward.fixture.ts'
import { type AwsCall, readAwsCall, type Service } from './awsCall.ts'
import { grantOn } from './grants.ts'

/** Addresses of the stand-ins behind the server. */
export type Services = Partial<Record<Service, string>>

export interface StrictAws {
  endpoint: string
  /** Variables that lead the SDK of a role to this server. */
  environmentOf(role: string): Record<string, string>
  /** Takes a permission, or a grant (see `grantOn`), from a role. Call the returned function to allow it again. */
  deny(role: string, permission: string): () => void
  /** Calls that were refused, such as `api sqs:SendMessage`. */
  refused: string[]
  /** Returns the grants of a role of which a call was refused. See `grantOn`. */
  triedBy(role: string): ReadonlySet<string>
  stop(): Promise<void>
}

const REGION = 'us-east-1'

/**
 * Starts a server that checks the permissions of each call as IAM does, before it forwards the call to a stand-in. Objects of S3 and secrets are
 * encrypted by KMS, so that a caller needs the permissions of the key too. A refused call gets the error of its service.
 */
export async function startStrictAws(services: Services): Promise<StrictAws> {
  const denied = new Set<string>()
  const refused: string[] = []
  const tried = new Map<string, Set<string>>()
  const isDenied = ({ role }: AwsCall, permission: string, resource: string) =>
    [permission, grantOn(permission, resource)].some((grant) => denied.has(`${role} ${grant}`))
  const refuse = (response: ServerResponse, call: AwsCall, permission: string, resource: string) => {
    refused.push(`${call.role} ${permission}`)
    tried.set(call.role, (tried.get(call.role) ?? new Set()).add(grantOn(permission, resource)))
    answerRefusal(response, call, permission)
  }
  const server = createServer(async (request, response) => {
    const call = readAwsCall(request)
    // Files pass as streams. The bodies of other services name their resources.
    const body = call.service === 's3' ? null : await buffer(request)
    const resource = body === null ? '' : resourceIn(body.toString())
    const missing = call.permissions.find((permission) => isDenied(call, permission, resource))
    if (missing !== undefined) {
      // An answer before the end of the body would break the connection of the client.
      if (body === null) await finished(request.resume())
      return refuse(response, call, missing, resource)
    }
    const { toSeeAbsence } = call
    forward(services[call.service] ?? '', request, response, {
      body,
      intercept(answer) {
        const isHidden = answer.statusCode === 404 && toSeeAbsence && isDenied(call, toSeeAbsence, resource)
        if (!isHidden) return false
        answer.resume()
        refuse(response, call, toSeeAbsence, resource)
        return true
      },
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    environmentOf: (role) => ({
      AWS_ACCESS_KEY_ID: role,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_KMS: endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ENDPOINT_URL_CLOUDFRONT: endpoint,
      AWS_ENDPOINT_URL_ECS: endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    }),
    deny(role, permission) {
      denied.add(`${role} ${permission}`)
      return () => denied.delete(`${role} ${permission}`)
    },
    refused,
    triedBy: (role) => tried.get(role) ?? new Set(),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Returns the queue or the secret that the body of a call names. */
function resourceIn(body: string): string {
  return /"(?:QueueUrl|SecretId)":"([^"]+)"/.exec(body)?.[1] ?? ''
}

function answerRefusal(response: ServerResponse, { role, service }: AwsCall, permission: string): void {
  const message = `User: arn:aws:sts::111122223333:assumed-role/${role} is not authorized to perform: ${permission}`
  if (service === 's3' || service === 'cloudfront') {
    const error = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`
    const xml = service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`
    response.writeHead(403, { 'content-type': 'application/xml' }).end(xml)
    return
  }
  const type = service === 'sqs' ? 'com.amazon.coral.service#AccessDeniedException' : 'AccessDeniedException'
  response
    .writeHead(service === 'sqs' ? 403 : 400, { 'content-type': 'application/x-amz-json-1.1' })
    .end(JSON.stringify({ __type: type, message, Message: message }))
}
