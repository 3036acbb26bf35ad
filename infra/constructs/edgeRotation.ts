import { Stack } from 'aws-cdk-lib'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Edge } from './edge.ts'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'
import { allow } from './grants.ts'

const ROTATE_EVERY_DAYS = 30
export interface EdgeRotationProps extends Omit<GatewayFunctionProps, 'secret'> {
  edge: Edge
}

/** Rotates the secret header of the edge every 30 days. Secrets Manager calls the function, and repeats a failed rotation. */
export class EdgeRotation extends Construct {
  constructor(scope: Construct, id: string, { edge, ...props }: EdgeRotationProps) {
    super(scope, id)
    const { secret, distribution } = edge
    const { lambda } = new GatewayFunction(this, 'Function', { ...props, secret })
    allow(
      lambda,
      [
        'secretsmanager:DescribeSecret',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      [secret.secretArn],
    )
    if (secret.encryptionKey)
      allow(lambda, ['kms:GenerateDataKey'], [secret.encryptionKey.keyArn], {
        'kms:ViaService': `secretsmanager.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`,
      })
    allow(
      lambda,
      ['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'],
      [distribution.distributionArn],
    )
    lambda.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.secretArn,
    })
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: lambda.functionArn,
      rotationRules: { automaticallyAfterDays: ROTATE_EVERY_DAYS },
      // The functions of the API may not run yet.
      rotateImmediatelyOnUpdate: false,
    })
    schedule.node.addDependency(lambda)
  }
}
