import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

/** Where alarms go. Its key is its own: CloudWatch must be able to use it, and has no business with that of the sessions. */
export class AlarmTopic extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, props: { email: string | undefined }) {
    super(scope, id)
    const key = new Key(this, 'Key', {
      description: 'Vesper Gateway: alarms on their way',
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      // It keeps nothing that is to be read later.
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
