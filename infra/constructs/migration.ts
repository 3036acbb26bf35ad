import { Duration } from 'aws-cdk-lib'
import { InvocationType, Trigger } from 'aws-cdk-lib/triggers'
import { Construct } from 'constructs'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'

/** The maximum time-out of Lambda. */
const TIMEOUT = Duration.minutes(15)

/**
 * Migrates the database during a deploy, before new code serves. A failed migration fails the deploy, and the old code continues
 * to serve.
 */
export class Migration extends Construct {
  readonly function: GatewayFunction
  readonly trigger: Trigger

  constructor(scope: Construct, id: string, props: Omit<GatewayFunctionProps, 'timeout'>) {
    super(scope, id)
    this.function = new GatewayFunction(this, 'Function', { ...props, timeout: TIMEOUT })
    this.trigger = new Trigger(this, 'Trigger', {
      handler: this.function.lambda,
      invocationType: InvocationType.REQUEST_RESPONSE,
      timeout: TIMEOUT,
    })
  }
}
