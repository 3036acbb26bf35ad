import { settingsSchema } from '../settings.ts'
import type { GivenSettings, SettingsFile } from '../settingsFile.ts'
import type { Ask } from '../setup/questions.ts'
import { assertSetting } from './arguments.ts'
import { type Changes, compareSettings, compareTemplates } from './changes.ts'
import { type StackTemplate, settingsOf } from './deployed.ts'

export interface DeployOptions {
  file: SettingsFile
  /** Settings of the command line. `undefined` removes a setting. */
  given: GivenSettings
  /** The deployed template of the gateway's stack; null before the first deploy. */
  deployed: StackTemplate | null
  isConfirmed: boolean
  /** Unset without a terminal. */
  ask?: Ask
  say(line: string): void
  /** Synthesizes the stacks with the settings of the file. */
  synthesize(): Promise<StackTemplate>
  /** Deploys the synthesized stacks. */
  deploy(): Promise<void>
}

/**
 * Deploys with the settings of the file and of the command line. Prints what the deploy changes, and asks before a deploy that deletes
 * or replaces a resource. The file keeps the settings for later deploys.
 * @throws Error before any change for an invalid setting or an answer that is not yes
 */
export async function deployGateway(options: DeployOptions): Promise<void> {
  const { file, deployed, say } = options
  const known = deployed && settingsOf(deployed)
  const stored = file.read()
  if (deployed && !stored && !known)
    throw new Error(
      `The gateway is deployed, and ${file.path} does not exist. Write all its settings into the file.`,
    )
  if (!stored && known) say(`${file.path} does not exist. The settings are those of the deployed stack.`)
  const settings = withSize(known, merge(stored ?? known ?? {}, options.given))
  if (known) for (const line of compareSettings(known, settings)) say(`Setting ${line}`)
  file.write(settings)
  try {
    const next = await options.synthesize()
    await confirm(deployed ? compareTemplates(deployed, next) : null, options)
  } catch (error) {
    // The file keeps no setting of a refused deploy.
    if (stored) file.write(stored)
    throw error
  }
  await options.deploy()
}

/**
 * Adds settings to those of the file, and validates all.
 * @throws Error naming each invalid setting
 */
export function merge(stored: GivenSettings, given: GivenSettings): GivenSettings {
  const merged = Object.fromEntries(
    Object.entries({ ...stored, ...given }).filter(([, value]) => value !== undefined),
  )
  for (const name of Object.keys(merged)) assertSetting(name)
  const { error } = settingsSchema.safeParse(merged)
  if (error)
    throw new Error(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  return merged
}

/**
 * Adds the size, so that a later release with another default changes nothing. A gateway of a release without sizes is large. A smaller
 * size keeps the deployed number of partitions, because sessions may use each of them.
 */
function withSize(known: GivenSettings | null, given: GivenSettings): GivenSettings {
  const settings = { size: known ? 'large' : 'small', ...given }
  if (!known || 'partitions' in settings) return settings
  const { partitions } = settingsSchema.parse({ size: 'large', ...known })
  if (settingsSchema.parse(settings).partitions >= partitions) return settings
  return { ...settings, partitions: String(partitions) }
}

async function confirm(changes: Changes | null, { ask, isConfirmed, say }: DeployOptions): Promise<void> {
  if (!changes) return say('The gateway is not deployed yet: everything is created.')
  say(`The deploy creates ${changes.created} resources and updates ${changes.updated}.`)
  if (changes.destructive.length === 0) return
  for (const line of changes.destructive) say(`The deploy ${line}`)
  if (isConfirmed) return
  const answer = await ask?.('Deploy with these deletions? [y/N]: ', { hidden: false })
  if (!/^y(es)?$/i.test(answer?.trim() ?? ''))
    throw new Error('Nothing was deployed. Answer y, or add --yes, to accept the deletions.')
}
