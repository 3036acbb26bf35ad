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
 * What outlives every version of the gateway: the key that opens all sessions, users' files, and the secret. Deleting the stack leaves
 * them where they are.
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
    // `npm run deploy:setup` writes it. A value in the template would be one that an update could put back.
    const resource = this.secret.node.defaultChild as CfnSecret
    resource.addPropertyDeletionOverride('GenerateSecretString')
    suppressNag(
      this.secret,
      'SMG4',
      'What it holds is made by Neon, Upstash and the operator; docs/deploy.md says how it is rotated.',
    )
    new CfnOutput(this, 'SecretArn', { key: 'SecretArn', value: this.secret.secretArn })
    new CfnOutput(this, 'MediaBucket', { key: 'MediaBucket', value: this.media.bucketName })
    new CfnOutput(this, 'KeyArn', { key: 'KeyArn', value: this.key.keyArn })
  }

  #bucket(settings: Settings): Bucket {
    const bucket = new Bucket(this, 'Media', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One call to KMS for many files.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      // Browsers may use upload slots and file URLs; what counts is the signature in them.
      cors: [
        {
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          allowedOrigins: ['*'],
          allowedHeaders: ['content-type'],
        },
      ],
      lifecycleRules: [
        // An upload that a send has used is removed at once; this is for the others.
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
      'Files are reached by signed URLs that the API gives out and logs; who must log each read turns on data events of CloudTrail.',
    )
    return bucket
  }
}
