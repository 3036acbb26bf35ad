import { expect, it } from 'vitest'
import { type Synth, standard, synthesize } from './synth.ts'

type Named = Record<string, unknown>
/** Types whose names are unique in another resource of the stack: a role, an API. */
const NAMED_WITHIN = ['AWS::IAM::Policy', 'AWS::ApiGatewayV2::Stage']

/** Returns the physical names of a template's resources, exports, dashboards and metrics: names that are unique in an account. */
function namesIn({ template, dataTemplate, data, gateway }: Synth): string[] {
  const names = [data.stackName, gateway.stackName]
  for (const { Resources = {}, Outputs = {} } of [template.toJSON(), dataTemplate.toJSON()]) {
    for (const { Type, Properties } of Object.values<{ Type: string; Properties?: Named }>(Resources)) {
      if (NAMED_WITHIN.includes(Type)) continue
      const own = Object.entries(Properties ?? {}).filter(
        ([key, value]) => /Name$/.test(key) && key !== 'MetricName' && typeof value === 'string',
      )
      names.push(...own.map(([key, value]) => `${Type} ${key} ${value}`))
      if (typeof Properties?.Namespace === 'string') names.push(`metrics ${Properties.Namespace}`)
      const filtered = (Properties?.MetricTransformations ?? []) as { MetricNamespace: string }[]
      names.push(...filtered.map(({ MetricNamespace }) => `metrics ${MetricNamespace}`))
    }
    for (const { Export } of Object.values<{ Export?: { Name: unknown } }>(Outputs))
      if (Export) names.push(`export ${JSON.stringify(Export.Name)}`)
  }
  return names.filter((name) => !/^metrics (AWS|ECS)\//.test(name))
}

it('gives two stages of one account no common physical name', () => {
  const [one, two] = [namesIn(standard()), namesIn(synthesize({ stage: 'test' }))]
  expect(one.length).toBeGreaterThan(40)
  expect(one.filter((name) => name.startsWith('metrics')).length).toBeGreaterThan(5)
  expect(two.filter((name) => one.includes(name))).toEqual([])
})

it('names the queues, the metrics and the stacks by the stage, also for the runtimes', () => {
  const test = synthesize({ stage: 'test' })
  expect([test.data.stackName, test.gateway.stackName]).toEqual(['VesperData-test', 'VesperGateway-test'])
  const [task] = Object.values(test.find('AWS::ECS::TaskDefinition'))
  const environment = JSON.stringify(task?.Properties.ContainerDefinitions[0].Environment)
  expect(environment).toContain('/vesper-test-commands-{partition}.fifo')
  expect(environment).toContain('"VesperGateway/test"')
})
