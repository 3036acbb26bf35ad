import { Stack } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'

/**
 * Allows reading the secret, and decryption with its key for that purpose only. The CDK's own grant would edit the key's policy,
 * and so make the data stack depend on the gateway stack.
 */
export function grantSecret(secret: Secret, grantee: IGrantable): void {
  allow(grantee, ['secretsmanager:GetSecretValue'], [secret.secretArn])
  if (!secret.encryptionKey) return
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [secret.encryptionKey.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(secret).region}.amazonaws.com` },
      },
    }),
  )
}

/** Allows generating and decrypting data keys. The CDK's own grant also allows arbitrary encryption and re-encryption. */
export function grantKeyring(key: IKey, grantee: IGrantable): void {
  key.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt')
}

/** Allows decrypting data keys. */
export function grantUnwrap(key: IKey, grantee: IGrantable): void {
  key.grant(grantee, 'kms:Decrypt')
}

/** Allows reading files. Without ListBucket, S3 answers 403 instead of 404 for a missing file. */
export function grantRead(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:GetObject'], [bucket.arnForObjects('*')])
  allow(grantee, ['s3:ListBucket'], [bucket.bucketArn])
}

/** Allows writing and deleting files. */
export function grantWrite(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects('*')])
}

/** Allows deleting files. */
export function grantRemove(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:DeleteObject'], [bucket.arnForObjects('*')])
}

/**
 * Allows writing the data files of exports of persons. The bucket encrypts files by the key of the sessions. The conditions limit the
 * key to the files of the bucket, so that the grantee cannot open the keys of sessions.
 */
export function grantExports(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:PutObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects('apps/*/exports/*')])
  if (!bucket.encryptionKey) return
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      resources: [bucket.encryptionKey.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com`,
          'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn,
        },
      },
    }),
  )
}

function allow(grantee: IGrantable, actions: string[], resources: string[]): void {
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }))
}
