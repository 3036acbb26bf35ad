import { Annotations, Match } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, it } from 'vitest'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import { MANAGED_RULES } from '../../constructs/firewallRules.ts'
import { type Resource, type Synth, standard, synthesize } from './synth.ts'

const DOMAIN = {
  domainName: 'wa.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/x',
}
const EDGE_CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/y'
/** The cache policy CachingDisabled and the origin request policy AllViewerExceptHostHeader of AWS. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const ALL_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

const edge = synthesize({ edge: 'true' })
const domainOnly = synthesize({
  ...DOMAIN,
  domainOnly: 'true',
  edge: 'true',
  edgeCertificateArn: EDGE_CERTIFICATE,
})
const closed = synthesize({ edge: 'true', edgeOnly: 'true' })

const [distribution] = Object.values(edge.find('AWS::CloudFront::Distribution'))
const config = distribution?.Properties.DistributionConfig
const lambdasOf = (where: Synth, name: string): [string, Resource][] =>
  Object.entries(where.find('AWS::Lambda::Function')).filter(
    ([, { Properties }]) => Properties.Description === `Vesper Gateway: ${name}`,
  )
const variables = (where: Synth, name: string) =>
  lambdasOf(where, name)[0]?.[1].Properties.Environment.Variables

it.each([
  ['without a domain', edge],
  ['with a domain', domainOnly],
])('the edge %s has no finding of AwsSolutions without a reason', (_, { app, gateway, edge: firewall }) => {
  for (const stack of [gateway, ...(firewall ? [firewall] : [])]) {
    const { violations } = new AwsSolutionsChecks(app).validateScope(stack)
    expect(violations.map(({ ruleName, violatingResources }) => ({ ruleName, violatingResources }))).toEqual(
      [],
    )
  }
})

it('has no distribution, firewall, or second secret without the edge', () => {
  expect(standard().edge).toBeUndefined()
  for (const type of ['AWS::CloudFront::Distribution', 'AWS::SecretsManager::Secret'])
    expect(standard().find(type)).toEqual({})
})

it('caches static files only, and no error', () => {
  expect(config.DefaultCacheBehavior.CachePolicyId).toBe(CACHING_DISABLED)
  const cached = config.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)
  expect(cached).toEqual(['/docs/*', '/api/v1/docs/*'])
  const [policy] = Object.values(edge.find('AWS::CloudFront::CachePolicy'))
  expect(policy?.Properties.CachePolicyConfig).toMatchObject({
    MinTTL: 0,
    DefaultTTL: 0,
    ParametersInCacheKeyAndForwardedToOrigin: {
      CookiesConfig: { CookieBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    },
  })
  for (const { ErrorCachingMinTTL } of config.CustomErrorResponses) expect(ErrorCachingMinTTL).toBe(0)
})

it('passes all methods, the key and the body on by HTTPS, with the host of API Gateway', () => {
  for (const behavior of [config.DefaultCacheBehavior, ...config.CacheBehaviors]) {
    expect(behavior.ViewerProtocolPolicy).toBe('https-only')
    expect(behavior.OriginRequestPolicyId).toBe(ALL_EXCEPT_HOST)
    expect(behavior.AllowedMethods).toContain('DELETE')
  }
  expect(JSON.stringify(config.Origins[0].DomainName)).toContain('ApiEndpoint')
  expect(config.Origins[0].CustomOriginConfig.OriginReadTimeout).toBeGreaterThan(30)
})

it('sends the current value of the secret, which the template does not contain', () => {
  const [header] = config.Origins[0].OriginCustomHeaders
  expect(header.HeaderName).toBe(EDGE_HEADER)
  expect(JSON.stringify(header.HeaderValue)).toMatch(
    /resolve:secretsmanager:.*EdgeSecret.*:SecretString:value::/,
  )
})

it('stands behind a firewall in us-east-1, which the stack reads from any region', () => {
  expect(edge.edge?.region).toBe('us-east-1')
  expect(edge.gateway.dependencies).toContain(edge.edge)
  const { WebACLId } = config
  const output = { StackName: 'VesperEdge', OutputName: 'WebAclArn', Region: 'us-east-1' }
  expect(WebACLId).toEqual({ 'Fn::GetStackOutput': output })
  edge.edgeTemplate?.hasOutput('WebAclArn', {})
})

interface WafRule {
  Name: string
  Priority: number
  Action?: object
  Statement: { ManagedRuleGroupStatement?: { RuleActionOverrides?: { Name: string; ActionToUse: object }[] } }
  VisibilityConfig: { SampledRequestsEnabled: boolean }
}
const firewall = (where: Synth) =>
  Object.values(where.find('AWS::WAFv2::WebACL', where.edgeTemplate))[0]?.Properties
const rules: WafRule[] = firewall(edge).Rules

it('limits each address except QStash, and answers with the envelope and Retry-After', () => {
  expect(rules.map(({ Name }) => Name)).toEqual(['Jobs', 'Rate', ...Object.keys(MANAGED_RULES)])
  expect(rules.map(({ Priority }) => Priority)).toEqual(rules.map((_, index) => index))
  const { CustomResponse } = firewall(edge).Rules[1].Action.Block
  expect(CustomResponse.ResponseCode).toBe(429)
  const body = firewall(edge).CustomResponseBodies[CustomResponse.CustomResponseBodyKey]
  expect(JSON.parse(body.Content)).toMatchObject({ success: false, error: { code: 'RATE_LIMITED' } })
  expect(firewall(synthesize({ edge: 'true', edgePerAddress: '500' })).Rules[1].Statement).toEqual({
    RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 500 },
  })
})

it('refuses no request for its body, and samples no request', () => {
  const overrides = rules.flatMap(
    ({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? [],
  )
  expect(overrides.every(({ ActionToUse }) => 'Count' in ActionToUse)).toBe(true)
  expect(overrides.map(({ Name }) => Name).filter((name) => name.endsWith('_BODY'))).toHaveLength(8)
  expect(rules.some(({ VisibilityConfig }) => VisibilityConfig.SampledRequestsEnabled)).toBe(false)
})

it.each(['api', 'jobs'])(
  'closes the addresses for %s in steps, and only when CloudFront is there',
  (name) => {
    expect([edge, domainOnly, closed].map((where) => variables(where, name).VESPER_EDGE_CLOSED)).toEqual([
      'none',
      'endpoint',
      'all',
    ])
    const [id] = Object.keys(closed.find('AWS::CloudFront::Distribution'))
    expect(lambdasOf(closed, name)[0]?.[1].DependsOn).toContain(id)
  },
)

it('leaves the endpoint open for CloudFront, which a domain alone would close', () => {
  for (const where of [edge, domainOnly, closed])
    where.template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false })
})

it('passes QStash the address of CloudFront when the others are closed', () => {
  const urls = [edge, domainOnly, closed].map((where) =>
    JSON.stringify(variables(where, 'jobs').VESPER_JOBS_URL),
  )
  expect(urls).toEqual([
    expect.stringMatching(/ApiEndpoint/),
    '"https://wa.example.com/jobs"',
    expect.stringMatching(/EdgeDistribution.*DomainName.*\/jobs/),
  ])
})

it('answers for the domain, and keeps the domain of API Gateway until the DNS record changes', () => {
  domainOnly.template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: [DOMAIN.domainName],
      ViewerCertificate: { AcmCertificateArn: EDGE_CERTIFICATE, MinimumProtocolVersion: 'TLSv1.2_2021' },
    },
  })
  domainOnly.template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 1)
  for (const output of ['EdgeTarget', 'DomainTarget', 'ApiOrigin']) domainOnly.template.hasOutput(output, {})
  const first = synthesize({
    domainName: DOMAIN.domainName,
    edge: 'true',
    edgeCertificateArn: EDGE_CERTIFICATE,
  })
  first.template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0)
})

it('rotates the header every month by Secrets Manager, and not at once', () => {
  edge.template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
    RotateImmediatelyOnUpdate: false,
    RotationRules: { AutomaticallyAfterDays: 30 },
  })
  edge.template.hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'secretsmanager.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
    SourceArn: Match.anyValue(),
  })
})

it('rings at the first failed rotation, because the next attempt comes hours later', () => {
  edge.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: Match.stringLikeRegexp('a leaked value stays valid'),
    EvaluationPeriods: 1,
    Threshold: 0,
  })
})

it('warns as long as clients can pass by the firewall', () => {
  const warnings = (where: Synth) =>
    Annotations.fromStack(where.gateway).findWarning('*', Match.stringLikeRegexp('pass by the firewall'))
  expect([warnings(edge).length, warnings(closed).length]).toEqual([1, 0])
})
