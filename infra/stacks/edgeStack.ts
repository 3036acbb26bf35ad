import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import type { Construct } from 'constructs'
import {
  firewallRules,
  RATE_LIMITED_ANSWER,
  RATE_LIMITED_BODY,
  visibilityOf,
} from '../constructs/firewallRules.ts'
import { namesOf } from '../names.ts'
import type { Settings } from '../settings.ts'
import { EDGE_REGION } from './edgeRegion.ts'

const OUTPUT = 'WebAclArn'

/** The firewall before CloudFront. The gateway's stack has the distribution, and may be in any region. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: StackProps & { settings: Settings }) {
    super(scope, id, { ...props, env: { region: EDGE_REGION } })
    const firewall = new CfnWebACL(this, 'Firewall', {
      name: namesOf(settings.stage).edgeStack,
      description: 'Vesper Gateway',
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rules: firewallRules(settings),
      customResponseBodies: {
        [RATE_LIMITED_BODY]: { contentType: 'APPLICATION_JSON', content: RATE_LIMITED_ANSWER },
      },
      visibilityConfig: visibilityOf(namesOf(settings.stage).edgeStack),
    })
    new CfnOutput(this, OUTPUT, { key: OUTPUT, value: firewall.attrArn })
  }
}

/** Returns the ARN of the firewall for the stack of the gateway. CloudFormation reads the output across regions. */
export function webAclArn(settings: Settings): string {
  return Fn.getStackOutput(namesOf(settings.stage).edgeStack, OUTPUT, EDGE_REGION)
}

/** Adds the firewall's stack to a gateway, if the settings ask for it. */
export function addEdgeStack(gateway: Stack, settings: Settings): EdgeStack | undefined {
  if (!settings.edge) return undefined
  const edge = new EdgeStack(gateway.node.scope as Construct, namesOf(settings.stage).edgeStack, {
    settings,
    description: 'Vesper Gateway: firewall of CloudFront',
  })
  gateway.addStackDependency(edge)
  return edge
}
