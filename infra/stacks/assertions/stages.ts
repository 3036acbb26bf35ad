import { expect, it } from 'vitest'
import { type Synth, synthesize } from './synth.ts'

type Named = Record<string, unknown>
/** Types whose names are unique in another resource of the stack: a role, an API. */
const NAMED_WITHIN = ['AWS::IAM::Policy', 'AWS::ApiGatewayV2::Stage']

interface TemplateJson {
  Resources?: Record<string, { Type: string; Properties?: Named }>
  Outputs?: Record<string, { Export?: { Name: unknown } }>
}

/** Returns the physical names of the resources, exports and metrics of all stacks: names that are unique in an account. */
function namesIn({ template, dataTemplate, edgeTemplate, data, gateway, edge }: Synth): string[] {
  const templates: TemplateJson[] = [template, dataTemplate, ...(edgeTemplate ? [edgeTemplate] : [])].map(
    (one) => one.toJSON(),
  )
  const resources = templates.flatMap(({ Resources = {} }) => Object.values(Resources))
  const exports = templates.flatMap(({ Outputs = {} }) =>
    Object.values(Outputs).flatMap(({ Export }) => (Export ? `export ${JSON.stringify(Export.Name)}` : [])),
  )
  return [
    data.stackName,
    gateway.stackName,
    ...(edge ? [edge.stackName] : []),
    ...exports,
    ...resources.flatMap(namesOfResource),
  ]
}

function namesOfResource({ Type, Properties = {} }: { Type: string; Properties?: Named }): string[] {
  if (NAMED_WITHIN.includes(Type)) return []
  const own = Object.entries(Properties).flatMap(([key, value]) =>
    /Name$/.test(key) && key !== 'MetricName' && typeof value === 'string' ? `${Type} ${key} ${value}` : [],
  )
  const policy = Properties.CachePolicyConfig as { Name: unknown } | undefined
  if (policy) own.push(`${Type} ${JSON.stringify(policy.Name)}`)
  const filtered = (Properties.MetricTransformations ?? []) as { MetricNamespace: string }[]
  const metrics = [Properties.Namespace, ...filtered.map(({ MetricNamespace }) => MetricNamespace)]
  return [
    ...own,
    ...metrics.flatMap((name) =>
      typeof name === 'string' && !/^(AWS|ECS)\//.test(name) ? `metrics ${name}` : [],
    ),
  ]
}

it('gives two stages of one account no common physical name', () => {
  const [one, two] = [{}, { stage: 'test' }].map((stage) =>
    namesIn(synthesize({ ...stage, size: 'large', edge: 'true' })),
  ) as [string[], string[]]
  expect(one.length).toBeGreaterThan(40)
  expect(one.filter((name) => name.startsWith('metrics')).length).toBeGreaterThan(5)
  expect(one).toEqual(expect.arrayContaining(['VesperEdge', 'AWS::WAFv2::WebACL Name VesperEdge']))
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
