import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { type Resource, type Synth, standard, synthesize } from './synth.ts'

const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/x'

const { template, find } = standard()

it('routes each known path to its function, and all others to the API', () => {
  const routes = Object.values(find('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey)
  expect(routes.sort()).toEqual([
    '$default',
    'ANY /admin/v1/{proxy+}',
    'ANY /api/v1/docs',
    'ANY /api/v1/docs/{proxy+}',
    'ANY /api/v1/health',
    'ANY /api/v1/health/{proxy+}',
    'ANY /api/v1/openapi.json',
    'ANY /api/v1/{proxy+}',
    'ANY /docs',
    'ANY /docs/{proxy+}',
    'ANY /health',
    'ANY /health/{proxy+}',
    'ANY /openapi.json',
    'POST /jobs/{proxy+}',
  ])
})

it('throttles requests, and logs no header, query or path', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
    AccessLogSettings: {
      DestinationArn: Match.anyValue(),
      Format: Match.not(Match.stringLikeRegexp('header|query|path')),
    },
  })
})

it('throttles each path except those of customers separately, after its route exists', () => {
  const { DependsOn = [], Properties } = Object.values(
    synthesize({ jobsPerSecond: '700', adminPerSecond: '7' }).find('AWS::ApiGatewayV2::Stage'),
  )[0] as Resource
  const rates = Object.entries<{ ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>(
    Properties.RouteSettings,
  ).map(([key, limits]) => [key, limits.ThrottlingRateLimit, limits.ThrottlingBurstLimit])
  const open = ['/docs', '/docs/{proxy+}', '/health', '/health/{proxy+}', '/openapi.json']
  expect(rates.sort()).toEqual(
    [
      ['$default', 20, 40],
      ['ANY /admin/v1/{proxy+}', 7, 14],
      ['POST /jobs/{proxy+}', 700, 1_400],
      ...open.flatMap((path) => [
        [`ANY ${path}`, 20, 40],
        [`ANY /api/v1${path}`, 20, 40],
      ]),
    ].sort(),
  )
  const routes = Object.entries(find('AWS::ApiGatewayV2::Route'))
  const named = routes.filter(([, route]) => route.Properties.RouteKey in Properties.RouteSettings)
  expect(named).toHaveLength(rates.length)
  expect(named.filter(([id]) => !DependsOn.includes(id))).toEqual([])
})

it('reserves concurrency for jobs and events only if the settings ask for it', () => {
  const reserved = (where: Synth) =>
    Object.fromEntries(
      Object.values(where.find('AWS::Lambda::Function')).flatMap(({ Properties }) =>
        Properties.ReservedConcurrentExecutions === undefined
          ? []
          : [[Properties.Description, Properties.ReservedConcurrentExecutions]],
      ),
    )
  expect(reserved(standard())).toEqual({})
  expect(reserved(synthesize({ jobsConcurrency: '50', eventsReserved: '25' }))).toEqual({
    'Vesper Gateway: jobs': 50,
    'Vesper Gateway: events': 25,
  })
})

it('passes QStash the address of API Gateway, until the custom domain is the only address', () => {
  const urls = (where: Synth) => [
    ...new Set(
      Object.values(where.find('AWS::Lambda::Function'))
        .flatMap(({ Properties }) => Properties.Environment?.Variables?.VESPER_JOBS_URL ?? [])
        .map((url) => JSON.stringify(url)),
    ),
  ]
  const domain = { domainName: 'wa.example.com', certificateArn: CERTIFICATE }
  const [both, only] = [synthesize(domain), synthesize({ ...domain, domainOnly: 'true' })]
  for (const where of [standard(), both]) {
    expect(urls(where)).toEqual([expect.stringMatching(/ApiEndpoint.*\/jobs/)])
    where.template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false })
  }
  both.template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1)
  expect(both.template.findOutputs('ApiOrigin').ApiOrigin?.Value).toBe('https://wa.example.com')
  expect(urls(only)).toEqual(['"https://wa.example.com/jobs"'])
  only.template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true })
})

it('runs functions on ARM and Node 24, with log retention', () => {
  const lambdas = Object.values(find('AWS::Lambda::Function')).filter(({ Properties }) =>
    Properties.Description?.startsWith('Vesper'),
  )
  expect(lambdas).toHaveLength(5)
  for (const { Properties } of lambdas)
    expect([Properties.Runtime, Properties.Architectures]).toEqual(['nodejs24.x', ['arm64']])
  for (const { Properties } of Object.values(find('AWS::Logs::LogGroup')))
    expect(Properties.RetentionInDays).toBe(30)
})
