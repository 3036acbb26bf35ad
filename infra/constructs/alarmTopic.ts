import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

/** The topic of all alarms. CloudWatch must be able to use its key, so that it does not share the key of the sessions. */
export class AlarmTopic extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, props: { email: string | undefined }) {
    super(scope, id)
    const key = new Key(this, 'Key', {
      description: 'Vesper Gateway: encrypts alarms in transit',
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      // The topic stores nothing that is read later.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'))
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Vesper Gateway alarms',
      masterKey: key,
      enforceSSL: true,
    })
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email))
  }
}
