import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { PROJECT_FOLDER } from './build/bundle.ts'

/** The settings of a deployment, as the operator gave them. Each deploy reads them, so that no deploy forgets one. */
export type GivenSettings = Record<string, unknown>

/** The file with the settings of a stage. Git ignores it. */
export interface SettingsFile {
  path: string
  /** Returns null if the file does not exist. */
  read(): GivenSettings | null
  write(settings: GivenSettings): void
}

/** @param stage the setting `stage`; unset for the only gateway of an account and region */
export function openSettingsFile(stage: string | undefined, folder = PROJECT_FOLDER): SettingsFile {
  const file = path.join(folder, stage === undefined ? 'settings.json' : `settings.${stage}.json`)
  return {
    path: file,
    read() {
      try {
        return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw new Error(`${file} is not a JSON object with settings`, { cause: error })
      }
    },
    write(settings) {
      writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`)
    },
  }
}
