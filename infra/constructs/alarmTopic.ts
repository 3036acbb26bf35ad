import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { suppressNag } from './suppressNag.ts'

/** The topic of all alarms. An alarm names a fault and an entry of the runbook, and no user. */
export class AlarmTopic extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, props: { email: string | undefined; hasKey: boolean }) {
    super(scope, id)
    // Alarms of other accounts must not use the topic or its key.
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: ofThisAccount })
    this.topic = new Topic(this, 'Topic', {
      displayName: `${Stack.of(this).stackName} alarms`,
      enforceSSL: true,
      ...(props.hasKey && { masterKey: this.#key(cloudWatch) }),
    })
    if (!props.hasKey)
      suppressNag(this.topic, 'SNS2', 'Alarms name no user. The setting alarmKey adds a key, which costs $1.')
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
  /** Returns the key of the topic. CloudWatch must be able to use it, so that it is not the key of the sessions. */
  #key(cloudWatch: ServicePrincipal): Key {
    const key = new Key(this, 'Key', {
      description: 'Vesper Gateway: encrypts alarms in transit',
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      // The topic stores nothing that is read later.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    key.grant(cloudWatch, 'kms:GenerateDataKey*', 'kms:Decrypt')
    return key
  }
}
