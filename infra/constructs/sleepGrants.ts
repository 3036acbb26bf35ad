import { Stack } from 'aws-cdk-lib'
import type { FargateService } from 'aws-cdk-lib/aws-ecs'
import type { IGrantable } from 'aws-cdk-lib/aws-iam'
import { allow } from './grants.ts'

/** The parts of a deployment that sleep. */
export interface Sleepers {
  service: FargateService
  /** The name of the rule that invokes the sweeper each minute. */
  sweepRule: string
}

/** Allows starting the connectors and the sweeps. */
export function grantWake(sleepers: Sleepers, grantee: IGrantable): void {
  allow(grantee, ['ecs:UpdateService'], [sleepers.service.serviceArn])
  allow(grantee, ['events:EnableRule'], [ruleArn(sleepers)])
}

/** Allows starting and stopping the connectors and the sweeps. */
export function grantSleep(sleepers: Sleepers, grantee: IGrantable): void {
  grantWake(sleepers, grantee)
  allow(grantee, ['ecs:DescribeServices'], [sleepers.service.serviceArn])
  allow(grantee, ['events:DisableRule'], [ruleArn(sleepers)])
}

/** Returns the ARN of the rule. A reference to the rule would be a circle of rule, function and role. */
function ruleArn({ service, sweepRule: resourceName }: Sleepers): string {
  return Stack.of(service).formatArn({ service: 'events', resource: 'rule', resourceName })
}
