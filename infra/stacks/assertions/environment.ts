import { expect, it } from 'vitest'
import { connectorEnvironment } from '#connector/config.ts'
import {
  apiEnvironment,
  eventsEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  sweeperEnvironment,
} from '#functions/config.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { secretEnvironment } from '#shared/contracts/environment.ts'
import { UNSET } from '../../environment.ts'
import { type Resource, standard } from './synth.ts'

const { find } = standard()
const schemas = {
  api: apiEnvironment,
  events: eventsEnvironment,
  jobs: jobsEnvironment,
  sweeper: sweeperEnvironment,
  migrate: migrateEnvironment,
}

/** What a runtime reads, less what its secret says and what nobody sets in the cloud. */
function expected(schema: { shape: object }): string[] {
  const elsewhere = { ...UNSET, ...deploymentSecret.shape }
  const own = Object.keys(schema.shape).filter((key) => !(key in elsewhere))
  return [...own, ...Object.keys(secretEnvironment.shape)].sort()
}

const lambdaOf = (name: string): Resource | undefined =>
  Object.values(find('AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.Description === `Vesper Gateway: ${name}`,
  )

it.each(Object.entries(schemas))(
  'gives %s what its schema reads, and nothing that it does not',
  (name, schema) => {
    const { NODE_OPTIONS, ...environment } = lambdaOf(name)?.Properties.Environment.Variables ?? {}
    expect(NODE_OPTIONS).toBe('--enable-source-maps')
    expect(Object.keys(environment).sort()).toEqual(expected(schema))
  },
)

it('gives the connector what its schema reads, and nothing that it does not', () => {
  const [task] = Object.values(find('AWS::ECS::TaskDefinition'))
  const names = task?.Properties.ContainerDefinitions[0].Environment.map(({ Name }: { Name: string }) => Name)
  expect(names.sort()).toEqual(['AWS_REGION', ...expected(connectorEnvironment)])
})

it('sets no variable that is secret', () => {
  const set = new Set(Object.values(schemas).flatMap((schema) => expected(schema)))
  expect(Object.keys(deploymentSecret.shape).filter((key) => set.has(key))).toEqual([])
})

it('excuses no key that no schema has', () => {
  const known = Object.assign(
    {},
    connectorEnvironment.shape,
    ...Object.values(schemas).map(({ shape }) => shape),
  )
  expect(Object.keys(UNSET).filter((key) => !(key in known))).toEqual([])
})
