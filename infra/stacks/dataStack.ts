import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { Key } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { suppressNag } from '../constructs/suppressNag.ts'
import type { Settings } from '../settings.ts'

export interface DataStackProps extends StackProps {
  settings: Settings
}

/**
 * The resources that outlive every version of the gateway: the master key, users' files and the secret. A deletion of the
 * stack retains them.
 */
export class DataStack extends Stack {
  readonly key: Key
  readonly media: Bucket
  readonly secret: Secret

  constructor(scope: Construct, id: string, { settings, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true })
    this.key = new Key(this, 'Key', {
      description:
        'Vesper Gateway: wraps the data keys of sessions and webhooks, encrypts files and the secret',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.media = this.#bucket(settings)
    this.secret = new Secret(this, 'Secret', {
      description: 'Vesper Gateway: credentials of Neon, QStash and Upstash, and the admin token',
      encryptionKey: this.key,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    // `npm run deploy:setup` writes the value. A value in the template could overwrite it in an update.
    const resource = this.secret.node.defaultChild as CfnSecret
    resource.addPropertyDeletionOverride('GenerateSecretString')
    suppressNag(
      this.secret,
      'SMG4',
      'Neon, Upstash and the operator make the values. docs/deploy.md describes their rotation.',
    )
    new CfnOutput(this, 'SecretArn', { key: 'SecretArn', value: this.secret.secretArn })
    new CfnOutput(this, 'MediaBucket', { key: 'MediaBucket', value: this.media.bucketName })
    new CfnOutput(this, 'KeyArn', { key: 'KeyArn', value: this.key.keyArn })
  }

  #bucket(settings: Settings): Bucket {
    const bucket = new Bucket(this, 'Media', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // A bucket key needs one call to KMS for many files.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      // Browsers may use upload slots and file URLs. The signature in the URL authorizes the request.
      cors: [
        {
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          allowedOrigins: ['*'],
          allowedHeaders: ['content-type'],
        },
      ],
      lifecycleRules: [
        // The gateway deletes an upload after the send that used it. This rule deletes the others.
        { prefix: 'uploads/', expiration: Duration.days(1) },
        {
          expiration: Duration.days(settings.keepMediaDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    })
    suppressNag(
      bucket,
      'S1',
      "Clients reach files by signed URLs that the API issues and logs. An operator who must log each read turns on CloudTrail's data events.",
    )
    return bucket
  }
}
