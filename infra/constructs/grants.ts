import { Stack } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'

// The grants of the CDK also allow calls that no runtime makes. These grants leave the key's policy
// alone, so that the data stack does not depend on the gateway stack. The test of the permissions compares these grants with the calls in the bundles.

/** Allows reading the secret, and decryption with its key for that purpose only. */
export function grantSecret(secret: Secret, grantee: IGrantable): void {
  allow(grantee, ['secretsmanager:GetSecretValue'], [secret.secretArn])
  if (!secret.encryptionKey) return
  allow(grantee, ['kms:Decrypt'], [secret.encryptionKey.keyArn], {
    'kms:ViaService': `secretsmanager.${Stack.of(secret).region}.${Stack.of(secret).urlSuffix}`,
  })
}

/** Allows generating and decrypting data keys. */
export function grantKeyring(key: IKey, grantee: IGrantable): void {
  allow(grantee, ['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn])
}

/** Allows decrypting data keys. */
export function grantUnwrap(key: IKey, grantee: IGrantable): void {
  allow(grantee, ['kms:Decrypt'], [key.keyArn])
}

/** Allows reading files. Without ListBucket, S3 answers 403 instead of 404 for a missing file. */
export function grantRead(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:GetObject'], [bucket.arnForObjects('*')])
  allow(grantee, ['s3:ListBucket'], [bucket.bucketArn])
  allowFileKeys(bucket, grantee, ['kms:Decrypt'])
}

/**
 * Allows writing files. An upload in parts decrypts the key of its first part.
 * @param keys pattern of the files' keys
 */
export function grantWrite(bucket: Bucket, grantee: IGrantable, keys = '*'): void {
  allow(grantee, ['s3:PutObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects(keys)])
  allowFileKeys(bucket, grantee, ['kms:GenerateDataKey', 'kms:Decrypt'])
}

/** Allows deleting files. */
export function grantRemove(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:DeleteObject'], [bucket.arnForObjects('*')])
}

/** Allows sending messages to a queue. */
export function grantSend(queue: IQueue, grantee: IGrantable): void {
  allow(grantee, ['sqs:SendMessage'], [queue.queueArn])
}

/** Allows Lambda to poll a queue for a function. */
export function grantPoll(queue: IQueue, grantee: IGrantable): void {
  const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
  allow(grantee, actions, [queue.queueArn])
}

/**
 * Allows the use of the bucket's key for files of the bucket. The key also wraps the keys of sessions, which the conditions exclude.
 */
function allowFileKeys(bucket: Bucket, grantee: IGrantable, actions: string[]): void {
  if (!bucket.encryptionKey) return
  allow(grantee, actions, [bucket.encryptionKey.keyArn], {
    'kms:ViaService': `s3.${Stack.of(bucket).region}.${Stack.of(bucket).urlSuffix}`,
    'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn,
  })
}

/** @param equal keys of the request's context, with the values that they must have */
export function allow(
  grantee: IGrantable,
  actions: string[],
  resources: string[],
  equal?: Record<string, string>,
): void {
  const conditions = equal && { StringEquals: equal }
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions, resources, ...(conditions && { conditions }) }),
  )
}
