import { and, eq, sql } from 'drizzle-orm'
import { type Queryable, usernames } from '#shared/database/index.ts'

/** Returns the LID of the person whose current username a session knows, or null. */
export async function lidOfUsername({
  ctx: { db },
  input: { sessionId, username },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; username: string }
}): Promise<string | null> {
  const [row] = await db
    .select({ lid: usernames.lid })
    .from(usernames)
    .where(
      and(eq(usernames.sessionId, sessionId), sql`lower(${usernames.username}) = ${username.toLowerCase()}`),
    )
    .limit(1)
  return row?.lid ?? null
}
