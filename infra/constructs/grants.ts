import { Stack } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'

/**
 * To read the secret, and to use its key for that alone. The secret's own grant would write into the key's policy, and so tie the
 * stack that stays to the one that goes.
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

/** To make and to open data keys. CDK's own grant also lets encrypt and re-encrypt at will. */
export function grantKeyring(key: IKey, grantee: IGrantable): void {
  key.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt')
}

/** To open data keys that others made. */
export function grantUnwrap(key: IKey, grantee: IGrantable): void {
  key.grant(grantee, 'kms:Decrypt')
}

/** To read files, and to hear that one is not there: without the right to list, S3 answers 403 for that. */
export function grantRead(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:GetObject'], [bucket.arnForObjects('*')])
  allow(grantee, ['s3:ListBucket'], [bucket.bucketArn])
}

/** To write and remove files. */
export function grantWrite(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects('*')])
}

/** To remove files. */
export function grantRemove(bucket: Bucket, grantee: IGrantable): void {
  allow(grantee, ['s3:DeleteObject'], [bucket.arnForObjects('*')])
}

function allow(grantee: IGrantable, actions: string[], resources: string[]): void {
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }))
}
