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

/** Returns the variables of a runtime's schema, without those of the secret and those of UNSET. */
function expected(schema: { shape: object }): string[] {
  const elsewhere = { ...UNSET, ...deploymentSecret.shape }
  const own = Object.keys(schema.shape).filter((key) => !(key in elsewhere))
  return [...own, ...Object.keys(secretEnvironment.shape)].sort()
}

const lambdaOf = (name: string): Resource | undefined =>
  Object.values(find('AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.Description === `Vesper Gateway: ${name}`,
  )

it.each(Object.entries(schemas))('sets exactly the variables of the schema for %s', (name, schema) => {
  const { NODE_OPTIONS, ...environment } = lambdaOf(name)?.Properties.Environment.Variables ?? {}
  expect(NODE_OPTIONS).toBe('--enable-source-maps')
  expect(Object.keys(environment).sort()).toEqual(expected(schema))
})

it('sets exactly the variables of the schema for the connector', () => {
  const [task] = Object.values(find('AWS::ECS::TaskDefinition'))
  const names = task?.Properties.ContainerDefinitions[0].Environment.map(({ Name }: { Name: string }) => Name)
  expect(names.sort()).toEqual(['AWS_REGION', ...expected(connectorEnvironment)])
})

it('sets no variable of the secret', () => {
  const set = new Set(Object.values(schemas).flatMap((schema) => expected(schema)))
  expect(Object.keys(deploymentSecret.shape).filter((key) => set.has(key))).toEqual([])
})

it('lists only keys of a schema in UNSET', () => {
  const known = Object.assign(
    {},
    connectorEnvironment.shape,
    ...Object.values(schemas).map(({ shape }) => shape),
  )
  expect(Object.keys(UNSET).filter((key) => !(key in known))).toEqual([])
})
