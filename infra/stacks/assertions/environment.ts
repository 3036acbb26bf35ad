import { expect, it } from 'vitest'
import { connectorEnvironment } from '#connector/config.ts'
import {
  apiEnvironment,
  eventsEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  rotateEnvironment,
  sweeperEnvironment,
} from '#functions/config.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { secretEnvironment } from '#shared/contracts/environment.ts'
import { ONLY_WITH_EDGE, UNSET } from '../../environment.ts'
import { type Resource, standard, synthesize } from './synth.ts'

const { find } = standard()
const schemas = {
  api: apiEnvironment,
  events: eventsEnvironment,
  jobs: jobsEnvironment,
  sweeper: sweeperEnvironment,
  migrate: migrateEnvironment,
}

/** Returns the variables of a runtime's schema, without those of the secret, of UNSET, and of the edge if there is none. */
function expected(schema: { shape: object }, hasEdge = false): string[] {
  const elsewhere = { ...UNSET, ...deploymentSecret.shape, ...(!hasEdge && ONLY_WITH_EDGE) }
  const own = Object.keys(schema.shape).filter((key) => !(key in elsewhere))
  return [...own, ...Object.keys(secretEnvironment.shape)].sort()
}

const lambdaOf = (name: string, where = standard()): Resource | undefined =>
  Object.values(where.find('AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.Description === `Vesper Gateway: ${name}`,
  )

it.each(Object.entries(schemas))('sets exactly the variables of the schema for %s', (name, schema) => {
  const environment = lambdaOf(name)?.Properties.Environment.Variables ?? {}
  expect(Object.keys(environment).sort()).toEqual(expected(schema))
})

it('adds the variables of the edge to the functions of the API and the jobs, and withholds the secret of the gateway from the rotation', () => {
  const withEdge = synthesize({ edge: 'true' })
  const namesOf = (name: string) =>
    Object.keys(lambdaOf(name, withEdge)?.Properties.Environment.Variables ?? {}).sort()
  for (const [name, schema] of Object.entries(schemas)) expect(namesOf(name)).toEqual(expected(schema, true))
  expect(namesOf('rotate')).toEqual(
    expected(rotateEnvironment, true).filter((name) => name !== 'VESPER_SECRET_ARN'),
  )
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
