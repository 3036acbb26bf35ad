import type { IncomingMessage } from 'node:http'

/** The name of a service in a signature. */
export type Service = 'sqs' | 's3' | 'kms' | 'secretsmanager' | 'cloudfront' | 'ecs' | 'events'

/** A call as IAM sees it. */
export interface AwsCall {
  /** The role of the caller: its access key id. */
  role: string
  service: Service
  /** The permissions that the call needs: its own, and those of the key with which the service encrypts. */
  permissions: readonly string[]
  /** The permission without which S3 answers 403 in place of 404. */
  toSeeAbsence?: string
}

/** A batch needs the permission of its single operation. */
const BATCH = /Batch$/

/** Permissions that the operations of Secrets Manager need for the key. */
const OF_SECRETS: Readonly<Record<string, string>> = {
  GetSecretValue: 'kms:Decrypt via secretsmanager',
  PutSecretValue: 'kms:GenerateDataKey via secretsmanager',
}

/**
 * Reads role and service from the signature (Signature Version 4), and derives the permissions of the call.
 * @throws Error for an unknown service
 */
export function readAwsCall(request: IncomingMessage): AwsCall {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const scope = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]
  const [role = '', , , service = ''] = (scope ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/')
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? ''
  const method = request.method ?? ''
  switch (service) {
    case 'sqs':
      return { role, service, permissions: [`sqs:${operation.replace(BATCH, '')}`] }
    case 'kms':
    case 'ecs':
    case 'events':
      return { role, service, permissions: [`${service}:${operation}`] }
    case 'secretsmanager':
      return {
        role,
        service,
        permissions: [`secretsmanager:${operation}`, ...[OF_SECRETS[operation] ?? []].flat()],
      }
    case 'cloudfront':
      return { role, service, permissions: [permissionOfCloudFront(method, url.pathname)] }
    case 's3':
      return { role, service, ...permissionsOfS3(method, url.searchParams) }
    default:
      throw new Error(`The stand-in does not know the service ${service}`)
  }
}

function permissionOfCloudFront(method: string, path: string): string {
  if (method === 'PUT') return 'cloudfront:UpdateDistribution'
  return path.endsWith('/config') ? 'cloudfront:GetDistributionConfig' : 'cloudfront:GetDistribution'
}

/** See docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions and API_GetObject. */
function permissionsOfS3(
  method: string,
  query: URLSearchParams,
): Pick<AwsCall, 'permissions' | 'toSeeAbsence'> {
  const isPart = query.has('uploadId')
  if (method === 'GET' || method === 'HEAD')
    return { permissions: ['s3:GetObject', 'kms:Decrypt via s3'], toSeeAbsence: 's3:ListBucket' }
  if (method === 'DELETE') return { permissions: [isPart ? 's3:AbortMultipartUpload' : 's3:DeleteObject'] }
  return {
    permissions: ['s3:PutObject', 'kms:GenerateDataKey via s3', ...(isPart ? ['kms:Decrypt via s3'] : [])],
  }
}
