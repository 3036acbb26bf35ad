import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { outputsOf } from './deployStacks.ts'
import type { Moto } from './startMoto.ts'

/** Types that hold data, or addresses that others know. */
const HOLDING = [
  ...[
    'AWS::SQS::Queue',
    'AWS::KMS::Key',
    'AWS::S3::Bucket',
    'AWS::SecretsManager::Secret',
    'AWS::SNS::Topic',
  ],
  ...['AWS::Logs::LogGroup', 'AWS::ApiGatewayV2::Api', 'AWS::EC2::VPC', 'AWS::EC2::SecurityGroup'],
  ...['AWS::ECS::Cluster', 'AWS::ECS::Service', 'AWS::Lambda::Function', 'AWS::IAM::Role'],
]
/** The subnets of the connectors' addresses. Those of the option `nat` come and go. */
const PUBLIC_SUBNET = /publicSubnet\dSubnet/

/** Reads what an update must not lose: ids of holding resources, messages, an object, the secret, the topic's policy and addresses. */
export async function takeInventory(moto: Moto, object: string) {
  const clients = {
    cloudFormation: new CloudFormationClient(moto.client),
    s3: new S3Client({ ...moto.client, forcePathStyle: true }),
    secrets: new SecretsManagerClient(moto.client),
    sns: new SNSClient(moto.client),
    sqs: new SQSClient(moto.client),
  }
  const resources = (
    await Promise.all(
      ['VesperData', 'VesperGateway'].map((StackName) =>
        clients.cloudFormation.send(new DescribeStackResourcesCommand({ StackName })),
      ),
    )
  ).flatMap(({ StackResources }) => StackResources ?? [])
  const { MediaBucket = '', SecretArn = '' } = await outputsOf(moto, 'VesperData')
  const file = await clients.s3.send(new GetObjectCommand({ Bucket: MediaBucket, Key: object }))
  const secret = await clients.secrets.send(new GetSecretValueCommand({ SecretId: SecretArn }))
  const [topic] = resources.filter(({ ResourceType }) => ResourceType === 'AWS::SNS::Topic')
  const attributes = await clients.sns.send(
    new GetTopicAttributesCommand({ TopicArn: topic?.PhysicalResourceId ?? '' }),
  )
  const found = {
    ids: Object.fromEntries(
      resources
        .filter(
          ({ ResourceType = '', LogicalResourceId = '' }) =>
            HOLDING.includes(ResourceType) || PUBLIC_SUBNET.test(LogicalResourceId),
        )
        .map(({ LogicalResourceId = '', PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    ),
    messages: await countMessages(clients.sqs),
    file: await file.Body?.transformToString(),
    secret: secret.SecretString,
    topicPolicy: attributes.Attributes?.Policy,
    apiOrigin: (await outputsOf(moto, 'VesperGateway')).ApiOrigin,
  }
  for (const client of Object.values(clients)) client.destroy()
  return found
}

/** Returns the number of messages in each queue that has some. */
async function countMessages(sqs: SQSClient): Promise<Record<string, number>> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ MaxResults: 1_000 }))
  const counts = await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      )
      const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: inFlight } =
        Attributes
      return [QueueUrl.split('/').at(-1) ?? '', Number(waiting) + Number(inFlight)] as const
    }),
  )
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}
