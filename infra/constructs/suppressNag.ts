import { Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/**
 * Acknowledges a finding of cdk-nag's AwsSolutions pack for a construct and its children.
 * @param id the finding's id without the prefix `AwsSolutions-`
 * @param reason why the finding does not apply
 */
export function suppressNag(scope: Construct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${id}`, reason })
}
