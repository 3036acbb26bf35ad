import { Match } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, it } from 'vitest'
import { large, type Resource, standard } from './synth.ts'

const { app, data, gateway, template, dataTemplate, find } = large()

const queues = Object.entries(find('AWS::SQS::Queue'))
const isDeadLetters = ({ Properties }: Resource) => Properties.QueueName.endsWith('-dead-letters.fifo')

it.each([
  ['data', data],
  ['gateway', gateway],
  ['the gateway of the small size', standard().gateway],
])('has no finding of AwsSolutions without a reason in %s', (_, stack) => {
  const report = new AwsSolutionsChecks(stack === standard().gateway ? standard().app : app).validateScope(
    stack,
  )
  expect(
    report.violations.map(({ ruleName, violatingResources }) => ({ ruleName, violatingResources })),
  ).toEqual([])
})

it('grants no wildcard action or resource, except ecr:GetAuthorizationToken and the files of the bucket', () => {
  const statements = Object.values(find('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  )
  const list = (value: string | string[]) => [value].flat()
  const wide = statements.filter(({ Action, Resource }) =>
    [...list(Action), ...list(Resource)].some((one) => typeof one === 'string' && one.includes('*')),
  )
  expect(wide.map(({ Action }) => Action)).toEqual(['ecr:GetAuthorizationToken'])
  const files = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('/*'))
  expect(files.flatMap(({ Action }) => list(Action)).every((action) => action.startsWith('s3:'))).toBe(true)
})

it('expires an unused upload after a day', () => {
  dataTemplate.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        Match.objectLike({ Prefix: 'uploads/', ExpirationInDays: 1, Status: 'Enabled' }),
      ]),
    },
  })
})

it('encrypts queues, topics, secrets and files', () => {
  for (const [, { Properties }] of queues) expect(Properties.SqsManagedSseEnabled).toBe(true)
  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() })
  dataTemplate.allResourcesProperties('AWS::SecretsManager::Secret', { KmsKeyId: Match.anyValue() })
  dataTemplate.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true })
  dataTemplate.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      ],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  })
})

it("retains keys, files and the secret when the stack is deleted, and never overwrites the secret's value", () => {
  expect(data.terminationProtection).toBe(true)
  dataTemplate.hasResourceProperties('AWS::SecretsManager::Secret', {
    SecretString: Match.absent(),
    GenerateSecretString: Match.absent(),
  })
  for (const type of ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'])
    for (const { DeletionPolicy } of Object.values(find(type, dataTemplate)))
      expect(DeletionPolicy).toBe('Retain')
})

it('has a high-throughput queue for each partition, with the name that the runtimes derive', () => {
  const commands = queues
    .map(([, { Properties }]) => Properties)
    .filter(({ QueueName }) => /commands-\d/.test(QueueName))
  expect(commands.map(({ QueueName }) => QueueName).sort()).toEqual(
    Array.from({ length: 16 }, (_, partition) => `vesper-commands-${partition}.fifo`).sort(),
  )
  for (const { DeduplicationScope, FifoThroughputLimit } of commands)
    expect([DeduplicationScope, FifoThroughputLimit]).toEqual(['messageGroup', 'perMessageGroupId'])
  expect(JSON.stringify(template.toJSON())).toContain('/vesper-commands-{partition}.fifo')
})

it('has a dead-letter queue behind every queue, with a retention of two weeks', () => {
  const dead = new Map(queues.filter(([, queue]) => isDeadLetters(queue)))
  for (const { Properties } of dead.values()) expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400)
  const targets = queues
    .filter(([, queue]) => !isDeadLetters(queue))
    .map(([, { Properties }]) => Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0])
  expect(targets.every((target) => dead.has(target))).toBe(true)
  expect(new Set(targets).size).toBe(dead.size)
})

it('keeps a batch of events invisible for six times the time-out of its function', () => {
  const consumer = Object.values(find('AWS::Lambda::EventSourceMapping'))[0]?.Properties
  expect(consumer.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
  const lambda = find('AWS::Lambda::Function')[consumer.FunctionName.Ref]
  const queue = find('AWS::SQS::Queue')[consumer.EventSourceArn['Fn::GetAtt'][0]]
  expect(queue?.Properties.VisibilityTimeout).toBe(6 * lambda?.Properties.Timeout)
})

it('migrates before new code serves', () => {
  const steps = Object.entries(find('Custom::VesperMigration'))
  const [schema] = steps.filter(([, { Properties }]) => Properties.step === 'schema').map(([id]) => id)
  const served = [
    ...Object.entries(find('AWS::Lambda::Function')),
    ...Object.entries(find('AWS::ECS::Service')),
  ].filter(([id]) => !id.startsWith('Migration'))
  expect(served).toHaveLength(5)
  for (const [, { DependsOn }] of served) expect(DependsOn).toContain(schema)
})

it('opens partitions as the last change of a deploy, so that no rollback removes the queue of an open partition', () => {
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> }
  const [last] = Object.entries(find('Custom::VesperMigration')).filter(
    ([, { Properties }]) => Properties.step === 'partitions',
  )
  const others = Object.keys(Resources).filter(
    (id) => id !== last?.[0] && !id.startsWith('Migration') && !id.startsWith('CDKMetadata'),
  )
  expect(others.length).toBeGreaterThan(100)
  expect(others.filter((id) => !last?.[1].DependsOn?.includes(id))).toEqual([])
})

it('leaves the provider of the migration time to report a time-out, and no log without retention', () => {
  const timeouts = Object.entries(find('AWS::Lambda::Function'))
    .filter(([id]) => id.startsWith('Migration'))
    .map(([, { Properties }]) => [Properties.Description.slice(0, 8), Properties.Timeout])
  expect(Object.fromEntries(timeouts)).toEqual({ 'Vesper G': 840, 'AWS CDK ': 900 })
  for (const { Properties } of Object.values(find('AWS::Lambda::Function')))
    expect(Properties.LoggingConfig.LogGroup.Ref).toBeTruthy()
})
