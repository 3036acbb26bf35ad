import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { broadcastSettings } from '#shared/database/index.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import { filledName } from '#shared/input/index.ts'
import { foldPhrase } from '../chatbot/foldText.ts'
import type { AppContext } from '../context.ts'
import { lockSettingsWithin } from './internal/lockSettingsWithin.ts'
import { foldWords, MAX_WORD, START_WORDS, STOP_WORDS } from './words.ts'

const MAX_WORDS = 200

const word = filledName(MAX_WORD)
  // A word that folds to an empty text would be equal to an empty message.
  .refine((text) => foldPhrase(text) !== '', 'Give a word with a visible character')
const stopWords = z.array(word).max(MAX_WORDS)
const startWords = z.array(word).max(MAX_WORDS)

const EXAMPLE = { stopWords: ['stop', 'dur', 'iptal'], startWords: ['start', 'başla'] }

/** Settings of the app's broadcasts as the API shows them. */
export const broadcastSettingsSchema = z
  .object({
    stopWords: z.array(z.string()).meta({
      description: 'Words and phrases with which a recipient opts out; empty if no word does',
      example: EXAMPLE.stopWords,
    }),
    startWords: z.array(z.string()).meta({
      description: 'Words and phrases with which a person leaves the suppression list; empty if no word does',
      example: EXAMPLE.startWords,
    }),
  })
  .meta({ id: 'BroadcastSettings', description: "Settings of the app's broadcasts", example: EXAMPLE })
export type BroadcastSettings = z.infer<typeof broadcastSettingsSchema>

const CHANGE = `${MAX_WORDS} words at most, of ${MAX_WORD} characters. An empty list switches the words off, and null restores the default words`

/** Input that changes the settings. An absent field stays as it is. */
export const broadcastSettingsPatch = z.strictObject({
  stopWords: stopWords
    .nullable()
    .optional()
    .meta({
      description: `Words and phrases with which a recipient opts out. ${CHANGE}`,
      example: EXAMPLE.stopWords,
    }),
  startWords: startWords
    .nullable()
    .optional()
    .meta({
      description: `Words and phrases with which a person leaves the suppression list. ${CHANGE}`,
      example: EXAMPLE.startWords,
    }),
})
export type BroadcastSettingsPatch = z.output<typeof broadcastSettingsPatch>

type Words = Pick<typeof broadcastSettings.$inferSelect, 'stopWords' | 'startWords'>

/** Returns the settings of the app's broadcasts, with the default words if the app has no words of its own. */
export async function getBroadcastSettings({ ctx }: { ctx: AppContext }): Promise<BroadcastSettings> {
  const [row] = await ctx.db.select().from(broadcastSettings).where(eq(broadcastSettings.appId, ctx.appId))
  return toView(row)
}

/**
 * Changes the settings of the app's broadcasts. Absent fields stay unchanged.
 * @throws ValidationFailed if a word would stop and start
 */
export async function updateBroadcastSettings({
  ctx,
  input,
}: {
  ctx: AppContext
  input: BroadcastSettingsPatch
}): Promise<BroadcastSettings> {
  const { appId } = ctx
  return await ctx.db.transaction(async (tx) => {
    const before = await lockSettingsWithin(tx, appId, ctx.now())
    const { stopWords = before.stopWords, startWords = before.startWords } = input
    const words = { stopWords, startWords }
    assertDistinct(input, toView(words))
    const phrases = {
      stopPhrases: stopWords && foldWords(stopWords),
      startPhrases: startWords && foldWords(startWords),
    }
    await tx
      .update(broadcastSettings)
      .set({ ...words, ...phrases, updatedAt: ctx.now() })
      .where(eq(broadcastSettings.appId, appId))
    return toView(words)
  })
}

function toView(row: Words | undefined): BroadcastSettings {
  return { stopWords: row?.stopWords ?? [...STOP_WORDS], startWords: row?.startWords ?? [...START_WORDS] }
}

/** Refuses a word in both lists. The path names the list that the request changes. */
function assertDistinct(given: BroadcastSettingsPatch, { stopWords, startWords }: BroadcastSettings): void {
  const isStart = given.startWords != null
  const [field, own, other] = isStart
    ? (['startWords', startWords, stopWords] as const)
    : (['stopWords', stopWords, startWords] as const)
  const taken = new Set(other.map(foldPhrase))
  const details = own.flatMap((written, index) =>
    taken.has(foldPhrase(written))
      ? [{ path: `${field}.${index}`, message: 'A word cannot both stop and start. Remove it from one list' }]
      : [],
  )
  if (details.length > 0) throw new ValidationFailed({ details })
}
