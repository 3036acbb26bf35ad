import leven from 'leven'
import { SETTING_NAMES } from '../settings.ts'
import type { GivenSettings } from '../settingsFile.ts'

export interface DeployArguments {
  /** The settings that the command line gives. */
  settings: GivenSettings
  /** True if destructive changes need no answer. */
  isConfirmed: boolean
  /** Arguments of the CDK. */
  others: string[]
}

/**
 * Reads the arguments of `npm run deploy` and `npm run deploy:setup`: settings (`-c name=value`), `--yes`, and arguments of the CDK. An
 * empty value removes a setting.
 * @throws Error for a name that is no setting
 */
export function readArguments(given: readonly string[]): DeployArguments {
  const settings: GivenSettings = {}
  const others: string[] = []
  let isConfirmed = false
  for (let index = 0; index < given.length; index++) {
    const argument = given[index] ?? ''
    const joined = /^(?:-c|--context)=?(.+=.*)$/s.exec(argument)?.[1]
    if (argument === '--yes') isConfirmed = true
    else if (joined !== undefined) Object.assign(settings, readSetting(joined))
    else if (argument === '-c' || argument === '--context') {
      index += 1
      Object.assign(settings, readSetting(given[index] ?? ''))
    } else others.push(argument)
  }
  return { settings, isConfirmed, others }
}

/** Returns the options of each client of the AWS SDK, so that the SDK uses the profile of the CDK. */
export function clientOptions(others: readonly string[]): { profile?: string } {
  const joined = others.find((argument) => argument.startsWith('--profile='))?.slice('--profile='.length)
  const at = others.indexOf('--profile')
  const profile = joined ?? (at === -1 ? undefined : others[at + 1])
  return profile ? { profile } : {}
}

function readSetting(text: string): GivenSettings {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  assertSetting(name === '' ? text : name)
  return { [name]: value === '' ? undefined : value }
}

/** @throws Error for a name that is no setting, with the nearest name */
export function assertSetting(name: string): void {
  if (SETTING_NAMES.includes(name)) return
  const [nearest] = SETTING_NAMES.toSorted((a, b) => leven(a, name) - leven(b, name))
  throw new Error(`${name} is no setting; did you mean ${nearest}? docs/deploy.md lists all settings.`)
}
