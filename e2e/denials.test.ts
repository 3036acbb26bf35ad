import { expect, it } from 'vitest'
import { apiDenials } from './denials/api.ts'
import { eventsDenials } from './denials/events.ts'
import { jobsDenials } from './denials/jobs.ts'
import { rotateDenials } from './denials/rotate.ts'
import { FUNCTIONS, openDenialStage } from './denials/stage.ts'
import { startDenials } from './denials/start.ts'
import { sweeperDenials } from './denials/sweeper.ts'
import { untriedGrants } from './support/grants.ts'

const stage = await openDenialStage()

startDenials(stage)
apiDenials(stage)
sweeperDenials(stage)
eventsDenials(stage)
jobsDenials(stage)
rotateDenials(stage)

it.each(FUNCTIONS)('the denials above cover each grant that the calls of %s need', async (name) => {
  const bundle = { folder: stage.folderOf(name), first: 'index.mjs' }
  expect(await untriedGrants(name, stage.aws.triedBy(name), bundle)).toEqual([])
})
