import type { AcceptedFinding } from './lintTemplates.ts'

const NAMED_TWICE = 'The CDK names each dependency, also one that a reference already makes.'

export const CFN_LINT_FINDINGS: readonly AcceptedFinding[] = [
  { rule: 'W3005', at: 'AWS::Lambda::Function', reason: NAMED_TWICE },
  { rule: 'W3005', at: 'AWS::ApiGatewayV2::ApiMapping', reason: NAMED_TWICE },
  { rule: 'W3005', at: 'AWS::SecretsManager::RotationSchedule', reason: NAMED_TWICE },
]

export const CHECKOV_FINDINGS: readonly AcceptedFinding[] = [
  {
    rule: 'CKV_AWS_27',
    at: 'AWS::SQS::Queue',
    reason: 'SQS encrypts the queues by its own key (SqsManagedSseEnabled), which the check does not know.',
  },
  {
    rule: 'CKV_AWS_26',
    at: 'AWS::SNS::Topic',
    reason: 'Alarms name no user. The setting alarmKey adds a key, which costs $1 a month.',
  },
  {
    rule: 'CKV_AWS_158',
    at: 'AWS::Logs::LogGroup',
    reason: "CloudWatch encrypts logs by its own key. Logs hold no message's text and no secret.",
  },
  {
    rule: 'CKV_AWS_115',
    at: 'AWS::Lambda::Function',
    reason: 'A new account has too little concurrency to reserve. The settings reserve it for each function.',
  },
  {
    rule: 'CKV_AWS_116',
    at: 'AWS::Lambda::Function',
    reason:
      'API Gateway, QStash and the custom resource wait for the answer. The event queue has dead letters. The next sweep repeats a failed one.',
  },
  {
    rule: 'CKV_AWS_117',
    at: 'AWS::Lambda::Function',
    reason: 'The functions call Neon, Upstash and AWS by public addresses. A VPC would need a NAT gateway.',
  },
  {
    rule: 'CKV_AWS_173',
    at: 'AWS::Lambda::Function',
    reason: 'Lambda encrypts the variables by its own key. No variable is secret.',
  },
  {
    rule: 'CKV_AWS_18',
    at: 'AWS::S3::Bucket',
    reason:
      "Clients reach files by signed URLs that the API issues and logs. CloudTrail's data events log each read.",
  },
  {
    rule: 'CKV_AWS_21',
    at: 'AWS::S3::Bucket',
    reason: 'An older version would keep a file that the erasure of a person or a message deletes.',
  },
  {
    rule: 'CKV_AWS_86',
    at: 'AWS::CloudFront::Distribution',
    reason: 'The paths in an access log contain phone numbers. API Gateway logs the routes.',
  },
  {
    rule: 'CKV_AWS_174',
    at: 'AWS::CloudFront::Distribution',
    reason:
      "AWS fixes the TLS policy of CloudFront's own domain. A domain of the operator has TLS 1.2 at least.",
  },
  {
    rule: 'CKV_AWS_65',
    at: 'AWS::ECS::Cluster',
    reason:
      'Container Insights bills some twenty metrics. The free metrics of ECS and our own suffice for the alarms.',
  },
]
