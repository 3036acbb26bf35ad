import { z } from 'zod'

/** A version of WhatsApp Web. */
export type WhatsAppVersion = readonly [number, number, number]

/** The version that the built-in Baileys names. A test compares both. */
export const BUILT_IN_VERSION: WhatsAppVersion = [2, 3000, 1043857760]

/** WhatsApp reads each number as an unsigned integer of 32 bits. */
const MOST = 0xffff_ffff

export const whatsappVersionSchema = z
  .string()
  .regex(/^[1-9]\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,9})$/, 'Give three numbers, such as 2.3000.1043857760')
  .refine((text) => parseVersion(text).every((number) => number <= MOST), 'Each number must fit into 32 bits')
  .meta({ description: 'Version of WhatsApp Web', example: '2.3000.1043857760' })

/** Parses a version of the form that `whatsappVersionSchema` checks. */
export function parseVersion(text: string): WhatsAppVersion {
  const [primary = 0, secondary = 0, tertiary = 0] = text.split('.').map(Number)
  return [primary, secondary, tertiary]
}

export function formatVersion(version: WhatsAppVersion): string {
  return version.join('.')
}

/** Returns true if the first version is newer than the second. */
export function isNewer(version: WhatsAppVersion, than: WhatsAppVersion): boolean {
  const differing = version.findIndex((number, place) => number !== than[place])
  return differing >= 0 && (version[differing] ?? 0) > (than[differing] ?? 0)
}
