import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import type { Settings } from '../settings.ts'

type Rule = CfnWebACL.RuleProperty

/** WAF's window of a rate. */
const RATE_SECONDS = 300
/** A blocked caller falls below the rate within this time. */
const RETRY_SECONDS = 60
/** Key of the answer to a caller above the rate. The envelope is the API's. */
export const RATE_LIMITED_BODY = 'RateLimited'
export const RATE_LIMITED_ANSWER = JSON.stringify({
  success: false,
  error: {
    code: 'RATE_LIMITED',
    message: `Too many requests from this address. Try again in ${RETRY_SECONDS} seconds.`,
  },
})

/**
 * AWS' rule groups, with the rules that only count. A message is any text, and a body has up to 6 MB, so that no rule may refuse a body.
 * The API needs no User-Agent.
 */
export const MANAGED_RULES: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesCommonRuleSet: [
    'SizeRestrictions_BODY',
    'CrossSiteScripting_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'EC2MetaDataSSRF_BODY',
    'NoUserAgent_HEADER',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
}

/** Returns the rules of the firewall in their order. */
export function firewallRules({ edgePerAddress }: Settings): Rule[] {
  const rules = [
    callsOfQStash(),
    rateOfAddress(edgePerAddress),
    ...Object.entries(MANAGED_RULES).map(managed),
  ]
  return rules.map((rule, priority) => ({ ...rule, priority }))
}

/** QStash calls from few addresses, as often as there are events. The signature of QStash authenticates each call. */
function callsOfQStash(): Omit<Rule, 'priority'> {
  const textTransformations = [{ priority: 0, type: 'NONE' }]
  return {
    name: 'Jobs',
    action: { allow: {} },
    statement: {
      andStatement: {
        statements: [
          {
            byteMatchStatement: {
              fieldToMatch: { uriPath: {} },
              positionalConstraint: 'STARTS_WITH',
              searchString: '/jobs/',
              textTransformations,
            },
          },
          {
            byteMatchStatement: {
              fieldToMatch: { method: {} },
              positionalConstraint: 'EXACTLY',
              searchString: 'POST',
              textTransformations,
            },
          },
          {
            sizeConstraintStatement: {
              fieldToMatch: { singleHeader: { Name: 'upstash-signature' } },
              comparisonOperator: 'GT',
              size: 0,
              textTransformations,
            },
          },
        ],
      },
    },
    visibilityConfig: visibilityOf('Jobs'),
  }
}

function rateOfAddress(limit: number): Omit<Rule, 'priority'> {
  return {
    name: 'Rate',
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          customResponseBodyKey: RATE_LIMITED_BODY,
          responseHeaders: [{ name: 'Retry-After', value: String(RETRY_SECONDS) }],
        },
      },
    },
    statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: RATE_SECONDS } },
    visibilityConfig: visibilityOf('Rate'),
  }
}

function managed([name, counted]: [string, readonly string[]]): Omit<Rule, 'priority'> {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }))
  return {
    name,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ruleActionOverrides } },
    visibilityConfig: visibilityOf(name),
  }
}

/** Samples would hold API keys and phone numbers. The metrics of the rules hold only numbers. */
export function visibilityOf(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false }
}
