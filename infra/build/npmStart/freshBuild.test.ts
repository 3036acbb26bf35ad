import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { PROJECT_FOLDER } from '../bundle.ts'
import { BUILD_FILE, digestOf, freshBuild } from './freshBuild.mjs'
import { updateBuild } from './updateBuild.ts'

/** A project with one source, whose builds are counted. */
async function projectOf(content: string) {
  const project = await mkdtemp(path.join(tmpdir(), 'vesper-fresh-'))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  const source = path.join(project, 'main.ts')
  const builds = path.join(project, 'builds')
  await mkdir(path.join(builds, 'one'), { recursive: true })
  await writeFile(source, content)
  const describe = async () => {
    const files = { 'main.ts': await digestOf(source) }
    await writeFile(path.join(builds, BUILD_FILE), JSON.stringify({ name: 'one', files }))
  }
  let made = 0
  const start = async () => {
    const build = () => {
      made += 1
    }
    return await freshBuild({ project, builds, build })
  }
  return { project, builds, source, describe, start, made: () => made }
}

it('builds at the first start, and refuses a build that the sources have overtaken', async () => {
  const project = await projectOf('first')
  await expect(project.start()).rejects.toThrow('The sources changed during the build')
  expect(project.made()).toBe(1)
})

it('starts the newest build without another build, and marks the build as used', async () => {
  const project = await projectOf('first')
  await project.describe()
  const folder = await project.start()
  expect(project.made()).toBe(0)
  expect(folder).toBe(path.join(project.builds, 'one'))
  expect(await readFile(path.join(folder, `${process.pid}.pid`), 'utf8')).toBe('')
})

it.each([
  ['has changed', (source: string) => writeFile(source, 'fresh')],
  ['is gone', (source: string) => rm(source)],
])('builds again if a source %s', async (_, change) => {
  const project = await projectOf('first')
  await project.describe()
  await change(project.source)
  await expect(project.start()).rejects.toThrow()
  expect(project.made()).toBe(1)
})

it('builds again if the folder of the build is gone', async () => {
  const project = await projectOf('first')
  await project.describe()
  await rm(path.join(project.builds, 'one'), { recursive: true })
  await expect(project.start()).rejects.toThrow()
  expect(project.made()).toBe(1)
})

it('describes a build by its sources and packages, and removes the builds that no process uses', async () => {
  const builds = path.join(PROJECT_FOLDER, 'node_modules/.cache', `vesper-builds-${process.pid}`)
  onTestFinished(() => rm(builds, { recursive: true, force: true }))
  for (const [name, pid] of [
    ['used', process.pid],
    ['unused', 2 ** 22 + 1],
  ] as const) {
    await mkdir(path.join(builds, name), { recursive: true })
    await writeFile(path.join(builds, name, `${pid}.pid`), '')
  }
  await updateBuild(builds)
  const { name, files } = JSON.parse(await readFile(path.join(builds, BUILD_FILE), 'utf8'))
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['package.json', 'local/main.ts', 'connector/main.ts', 'sandbox/index.ts']),
  )
  const build = () => expect.unreachable('The build is fresh')
  expect(await freshBuild({ project: PROJECT_FOLDER, builds, build })).toBe(path.join(builds, name))
  await expect(readFile(path.join(builds, 'used', `${process.pid}.pid`))).resolves.toBeDefined()
  await expect(readFile(path.join(builds, 'unused', `${2 ** 22 + 1}.pid`))).rejects.toThrow('ENOENT')
})
