import { Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** Accepts a finding of cdk-nag's AwsSolutions, here and below, for a reason. The id is what the finding asks for. */
export function suppressNag(scope: Construct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${id}`, reason })
}
