import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { type Synth, standard, synthesize } from './synth.ts'

const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/x'

const { template, find } = standard()

it('leads each path to its function, and no other path anywhere', () => {
  const routes = Object.values(find('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey)
  expect(routes.sort()).toEqual([
    'ANY /admin/v1/{proxy+}',
    'ANY /api/v1/{proxy+}',
    'ANY /docs',
    'ANY /docs/{proxy+}',
    'ANY /health',
    'ANY /health/{proxy+}',
    'ANY /openapi.json',
    'POST /jobs/{proxy+}',
  ])
})

it('throttles, and logs what was asked without what was in it', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
    AccessLogSettings: {
      DestinationArn: Match.anyValue(),
      Format: Match.not(Match.stringLikeRegexp('header|query|path')),
    },
  })
})

it('tells QStash the address of the API, or its own domain where it has one', () => {
  const urls = (where: Synth) =>
    Object.values(where.find('AWS::Lambda::Function')).flatMap(
      ({ Properties }) => Properties.Environment?.Variables?.VESPER_JOBS_URL ?? [],
    )
  const own = synthesize({ domainName: 'wa.example.com', certificateArn: CERTIFICATE })
  expect(new Set(urls(own))).toEqual(new Set(['https://wa.example.com/jobs']))
  own.template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true })
  own.template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1)
  expect(JSON.stringify(urls(standard())[0])).toContain('/jobs')
})

it('runs functions on ARM and Node 24, with logs that end', () => {
  const lambdas = Object.values(find('AWS::Lambda::Function')).filter(({ Properties }) =>
    Properties.Description?.startsWith('Vesper'),
  )
  expect(lambdas).toHaveLength(5)
  for (const { Properties } of lambdas)
    expect([Properties.Runtime, Properties.Architectures]).toEqual(['nodejs24.x', ['arm64']])
  for (const { Properties } of Object.values(find('AWS::Logs::LogGroup')))
    expect(Properties.RetentionInDays).toBe(30)
})
