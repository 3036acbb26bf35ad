import { sql } from 'drizzle-orm'
import type { WalkPlace } from '#shared/contracts/persons.ts'
import type { Transaction } from '#shared/database/index.ts'
import type { AnySection, Batch } from '../../sections/index.ts'

/** The section and the session of the next batch. The session is empty in a section of the app. */
export interface Location {
  section: AnySection
  place: WalkPlace
}

/** Finds the next batch of a walk. Returns null after the last section. */
export async function locateWithin(
  tx: Transaction,
  sections: readonly AnySection[],
  appId: string,
  from: WalkPlace,
): Promise<Location | null> {
  for (let place = from; ; place = nextSection(place)) {
    const section = sections[place.section]
    if (!section) return null
    if (section.scope === 'app') return { section, place: { ...place, session: '' } }
    if (place.session !== null) return { section, place }
    const first = await sessionAfterWithin(tx, appId, '')
    if (first !== null) return { section, place: { ...place, session: first } }
  }
}

/** Returns the place after a batch. `asked` is the number of rows that the batch could examine. */
export async function advanceWithin(
  tx: Transaction,
  appId: string,
  { section, place }: Location,
  { looked, last, isCut }: Batch,
  asked: number,
): Promise<WalkPlace> {
  if (isCut || looked >= asked) return { ...place, after: last }
  if (section.scope === 'app') return nextSection(place)
  const session = await sessionAfterWithin(tx, appId, place.session ?? '')
  return session === null ? nextSection(place) : { ...place, session, after: null }
}

function nextSection({ section }: WalkPlace): WalkPlace {
  return { section: section + 1, session: null, after: null }
}

async function sessionAfterWithin(tx: Transaction, appId: string, session: string): Promise<string | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from sessions where app_id = ${appId} and id > ${session} order by id limit 1`)
  return rows[0]?.id ?? null
}
