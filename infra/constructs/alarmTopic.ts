import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
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
    // Alarms of other accounts must not use the topic or its key.
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: ofThisAccount })
    key.grant(cloudWatch, 'kms:GenerateDataKey*', 'kms:Decrypt')
    this.topic = new Topic(this, 'Topic', {
      displayName: `${Stack.of(this).stackName} alarms`,
      masterKey: key,
      enforceSSL: true,
    })
    // The policy of `enforceSSL` replaces the default policy of SNS, which lets the services of the account publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    )
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email))
    else
      Annotations.of(this).addWarningV2(
        'vesper:noAlarmEmail',
        'Nobody hears the alarms: the setting alarmEmail has no value.',
      )
  }
}
