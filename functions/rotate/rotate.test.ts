import { expect, it } from 'vitest'
import { configOf, FIRST, SECRET, STEPS, startRotation } from '../../e2e/support/rotation.ts'
import { rotate } from './rotate.ts'

it('rotates, and never makes CloudFront send a value that the functions refuse', async () => {
  const { run, state, accepted, refused, waited } = await startRotation()
  await run('v2')
  const [second] = await accepted()
  expect(second).toMatch(/^[0-9a-f]{64}$/)
  expect([state.served, await accepted()]).toEqual([second, [second, FIRST]])
  await run('v3')
  const [third] = await accepted()
  expect([state.served, await accepted()]).toEqual([third, [third, second]])
  expect(refused).toEqual([])
  // The processes of the functions read the secret again before CloudFront sends the value.
  expect(waited[0]).toBeGreaterThan(5_000)
  expect(state.config).toContain('<WebACLId>arn:aws:wafv2:web</WebACLId>')
})

it('repeats each step without effect', async () => {
  const { run, state, versions, refused } = await startRotation()
  await run(
    'v2',
    STEPS.flatMap((step) => [step, step]),
  )
  expect([versions.size, state.updates, refused]).toEqual([2, 1, []])
})

it('goes back to the current value if a rotation fails, also with a new version', async () => {
  const { run, state, context, accepted, refused } = await startRotation()
  context.probe = async () => 403
  await expect(run('v2')).rejects.toThrow('answers 403')
  expect(await accepted()).toContain(state.served)
  context.probe = async () => 200
  await run('v3')
  expect(state.served).not.toBe(FIRST)
  expect([state.served, refused]).toEqual([(await accepted())[0], []])
})

it('heals a distribution that a rolled-back deploy has set to the previous value', async () => {
  const { run, state, accepted, refused } = await startRotation()
  await run('v2')
  Object.assign(state, { config: configOf(FIRST), etag: state.etag + 1, served: FIRST })
  expect(await accepted()).toContain(FIRST)
  await run('v3')
  expect([state.served, refused]).toEqual([(await accepted())[0], []])
})

it('stops if a deploy changes the value during the rotation, and accepts both', async () => {
  const { run, state, accepted, refused } = await startRotation()
  await run('v2', ['createSecret', 'setSecret'])
  Object.assign(state, { config: configOf(FIRST), etag: state.etag + 1 })
  await expect(run('v2', ['testSecret'])).rejects.toThrow('A deploy has changed the value')
  expect(await accepted()).toContain(FIRST)
  await run('v2')
  expect(refused).toEqual([])
})

it('gives up when CloudFront does not finish', async () => {
  const { run, state } = await startRotation()
  await run('v2', ['createSecret', 'setSecret'])
  state.pollsLeft = 1_000
  await expect(run('v2', ['testSecret'])).rejects.toThrow('has not deployed')
})

it('refuses a distribution without the header, and an unknown step', async () => {
  const { run, state, context } = await startRotation()
  state.config = state.config.replaceAll('x-vesper-edge', 'x-other')
  await expect(run('v2', ['createSecret'])).rejects.toThrow('does not send the header')
  await expect(
    rotate(context, { Step: 'other', SecretId: SECRET, ClientRequestToken: 'v2' }),
  ).rejects.toThrow()
})
