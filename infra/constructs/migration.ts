import { CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Provider } from 'aws-cdk-lib/custom-resources'
import { Construct, type IConstruct } from 'constructs'
import type { Step } from '#shared/contracts/deployEvent.ts'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'
import { suppressNag } from './suppressNag.ts'

export interface MigrationProps extends GatewayFunctionProps {
  /** Time of the synthesis in ISO 8601. Each deploy has another time and so runs the steps. A rollback goes back to an earlier time. */
  synthesizedAt: string
}

/**
 * Changes the database during a deploy. A failed step fails the deploy, and the old code continues to serve. A step that fails during a
 * rollback does not stop the rollback.
 */
export class Migration extends Construct {
  readonly function: GatewayFunction
  /** Migrates the schema. All that serves with new code depends on it. */
  readonly schema: CustomResource
  readonly #provider: Provider
  readonly #synthesizedAt: string

  constructor(scope: Construct, id: string, { synthesizedAt, ...props }: MigrationProps) {
    super(scope, id)
    this.#synthesizedAt = synthesizedAt
    this.function = new GatewayFunction(this, 'Function', props)
    const handler = this.function.lambda.node.defaultChild as CfnFunction
    this.#provider = new Provider(this, 'Provider', {
      onEventHandler: this.function.lambda,
      logGroup: new LogGroup(this, 'ProviderLogs', {
        retention: props.logDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    })
    suppressNag(
      this.#provider,
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      'The provider of the CDK writes its logs by the managed policy.',
    )
    suppressNag(
      this.#provider,
      `IAM5[Resource::<${Stack.of(this).getLogicalId(handler)}.Arn>:*]`,
      'The provider of the CDK may invoke each version of the one function.',
    )
    this.schema = this.#step('schema')
  }

  /** Opens new partitions for sessions after all other resources are deployed. A rollback deletes the queues of partitions. */
  openPartitionsAfter(deployed: readonly IConstruct[]): void {
    this.#step('partitions').node.addDependency(...deployed)
  }

  #step(step: Step): CustomResource {
    return new CustomResource(this, step === 'schema' ? 'Schema' : 'Partitions', {
      resourceType: 'Custom::VesperMigration',
      serviceToken: this.#provider.serviceToken,
      properties: { step, synthesizedAt: this.#synthesizedAt },
    })
  }
}
