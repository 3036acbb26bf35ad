import { sql } from 'drizzle-orm'
import { EVENTS } from '#shared/contracts/events.ts'
import type { Database } from '#shared/database/index.ts'
import type { LargeTenant } from './large.ts'

/** A person who uses WhatsApp, with words that only the data of the person contain. */
export interface Somebody {
  /** Part of the ids of the person's rows. */
  tag: string
  phone: string
  jid: string
  lid: string
  username: string
  words: string
}

let people = 0

/** Makes up a person whose number and LID no other test uses. */
export function somebody(): Somebody {
  people += 1
  const phone = `90555${String(7_000_000 + people)}`
  return {
    tag: `x${people}`,
    phone,
    jid: `${phone}@s.whatsapp.net`,
    lid: `63084672${String(4_000_000 + people)}@lid`,
    username: `name.${people}.x`,
    words: `words of person ${people} alone`,
  }
}

export const GROUP = '120363041234567890@g.us'
export const OTHER = '905550000001@s.whatsapp.net'

/** Writes rows of a person into each table that holds data of persons. Returns the keys of the files in the store. */
export async function fillPerson(tenant: LargeTenant, person: Somebody): Promise<{ file: string }> {
  const { ctx, session } = tenant
  const { db, appId } = ctx
  const { tag, phone, jid, lid, username, words } = person
  const id = (kind: string) => `${kind}_${tag}_${session}`
  const file = `apps/${appId}/med_${tag}`
  const message = (
    name: string,
    row: { sender?: string; chat?: string; participant?: string; content?: object; media?: object },
  ) =>
    db.execute(sql`
      insert into messages (session_id, id, sender, app_id, remote_jid, from_me, participant, type, content, media, status, source, push_name, timestamp, created_at, payload)
      values (${session}, ${`${name}${tag}`}, ${row.sender ?? jid}, ${appId}, ${row.chat ?? jid}, ${row.sender === 'me'},
        ${row.participant ?? null}, 'text', ${JSON.stringify(row.content ?? { text: words })}::jsonb,
        ${row.media ? JSON.stringify(row.media) : null}::jsonb, 'DELIVERED', ${row.sender === 'me' ? 'api' : 'contact'}, ${words}, 1,
        now() - interval '1 hour', ${Buffer.from(words)}::bytea)`)
  await message('IN', {})
  await message('OUT', { sender: 'me' })
  await message('FILE', { media: { state: 'stored', key: file }, content: { caption: words, size: 4 } })
  await message('BYLID', { sender: lid, chat: lid })
  await message('BYNAME', { sender: 'me', chat: `@${username}` })
  await message('GROUP', { sender: jid, participant: jid, chat: GROUP })
  await message('REACTION', {
    sender: lid,
    participant: lid,
    chat: GROUP,
    content: { emoji: '👍', messageId: 'X' },
  })
  await message('OURS', {
    sender: 'me',
    chat: GROUP,
    content: { text: `hello @${phone}`, mentions: [jid, OTHER] },
  })
  await message('QUOTE', {
    ...{ sender: OTHER, participant: OTHER, chat: GROUP },
    content: { text: 'I agree', quoted: { id: 'Q', participant: jid, text: words } },
  })
  await message('CARD', {
    ...{ sender: OTHER, chat: OTHER },
    content: {
      contacts: [
        { name: words, phone, vcard: `BEGIN:VCARD\nFN:${words}\nTEL;waid=${phone}:+${phone}\nEND:VCARD` },
        { name: 'Another', phone: '905550000002' },
      ],
    },
  })
  await db.execute(
    sql`update messages set push_name = 'Other' where session_id = ${session} and sender = ${OTHER}`,
  )
  await db.execute(sql`update messages set push_name = null where session_id = ${session} and sender = 'me'`)
  await db.execute(sql`
    insert into message_recipients (session_id, message_id, sender, jid, status)
    values (${session}, ${`OURS${tag}`}, 'me', ${jid}, 'READ'), (${session}, ${`OURS${tag}`}, 'me', ${OTHER}, 'READ')`)
  await db.execute(sql`
    insert into message_answers (session_id, message_id, message_sender, voter, choices, answered_at)
    values (${session}, ${`OURS${tag}`}, 'me', ${jid}, '{${sql.raw(`"${words}"`)}}', 1), (${session}, ${`QUOTE${tag}`}, ${OTHER}, ${lid}, '{a}', 1),
      (${session}, ${`QUOTE${tag}`}, ${OTHER}, ${OTHER}, '{a}', 1)`)
  await db.execute(sql`
    insert into late_changes (session_id, target_id, sender, id, remote_jid, value, received_at)
    values (${session}, ${`LATE${tag}`}, ${jid}, 'L', ${GROUP}, ${Buffer.from(words)}::bytea, now() - interval '1 hour')`)
  await db.execute(sql`
    insert into contacts (session_id, jid, name) values (${session}, ${jid}, ${words}), (${session}, ${OTHER}, 'Other') on conflict do nothing`)
  await db.execute(
    sql`insert into chats (session_id, jid, ephemeral_seconds, ephemeral_at) values (${session}, ${jid}, 86400, 1)`,
  )
  await db.execute(
    sql`insert into lid_mappings (session_id, lid, phone_jid) values (${session}, ${lid}, ${jid})`,
  )
  await db.execute(
    sql`insert into usernames (session_id, lid, username) values (${session}, ${lid}, ${username})`,
  )
  await db.execute(sql`
    insert into groups (session_id, id, subject, description, owner, announce, locked, ephemeral_seconds, join_approval, addressing_mode, members, size, synced_at)
    values (${session}, ${GROUP}, 'Family', ${`call ${phone}`}, ${jid}, false, false, 0, false, 'pn',
      ${JSON.stringify([{ jid: OTHER, lid: null, admin: null }])}::jsonb, 1, now())
    on conflict (session_id, id) do update set owner = excluded.owner, description = excluded.description`)
  await db.execute(sql`
    insert into requests (id, app_id, session_id, kind, input, state, result, created_at)
    values (${id('req')}, ${appId}, ${session}, 'contacts.check', ${JSON.stringify({ phones: [phone] })}::jsonb, 'done', '[]', now() - interval '1 hour')`)
  await db.execute(sql`
    insert into inbox (session_id, hash, value, received_at, processed_at)
    values (${session}, ${id('hash')}, ${Buffer.from(words)}::bytea, now() - interval '1 hour', now() - interval '1 hour')`)
  await fillBroadcast(tenant, person)
  await fillFlow(tenant, person)
  await fillEvents(db, tenant, person)
  return { file }
}

async function fillBroadcast(
  { ctx: { db, appId }, session }: LargeTenant,
  { tag, phone, jid, lid, username, words }: Somebody,
) {
  const [list, campaign] = [`lst_${tag}`, `cmp_${tag}`]
  const variables = JSON.stringify({ city: words })
  await db.execute(sql`
    insert into recipient_lists (id, app_id, name, size, created_at, updated_at) values (${list}, ${appId}, 'L', 3, now(), now())`)
  await db.execute(sql`
    insert into list_recipients (list_id, app_id, phone, name, variables)
    values (${list}, ${appId}, ${phone}, ${words}, ${variables}::jsonb), (${list}, ${appId}, '905550000001', 'Other', '{}'),
      (${list}, ${appId}, ${`@${username}`}, ${words}, '{}')`)
  await db.execute(sql`
    insert into campaigns (id, app_id, session_id, name, type, content, pacing, typing, status, size, created_at, updated_at)
    values (${campaign}, ${appId}, ${session}, 'C', 'text', '{"text":"Hi"}', '{}', false, 'paused', 2, now(), now())`)
  await db.execute(sql`
    insert into campaign_recipients (campaign_id, app_id, position, phone, name, variables)
    values (${campaign}, ${appId}, 0, ${phone}, ${words}, ${variables}::jsonb), (${campaign}, ${appId}, 1, '905550000001', 'Other', '{}')`)
  // WhatsApp knows the person of this recipient by other JIDs than the number.
  await db.execute(sql`
    insert into campaign_recipients (campaign_id, app_id, position, phone, person_jid, person_lid, status, accepted_at)
    values (${campaign}, ${appId}, 2, ${`1000${tag.length}${people}`}, ${jid}, ${lid}, 'read', now())`)
}

async function fillFlow({ ctx: { db, appId }, session }: LargeTenant, { tag, phone, jid, words }: Somebody) {
  const id = `flw_${tag}`
  await db.execute(sql`
    insert into flows (id, app_id, session_id, name, trigger_type, trigger_value, enabled, changed_at, created_at, updated_at)
    values (${id}, ${appId}, ${session}, 'F', 'keyword', '{}', false, now(), now(), now())`)
  await db.execute(sql`
    insert into flow_versions (id, app_id, flow_id, number, definition, created_at) values (${`${id}v`}, ${appId}, ${id}, 1, '{}', now())`)
  for (const [place, chat] of [jid, GROUP, OTHER].entries()) {
    const about = chat === OTHER ? 'somebody else' : words
    const state = { variables: { name: about, phone: chat === OTHER ? '905550000001' : phone } }
    await db.execute(sql`
      insert into flow_runs (id, app_id, flow_id, version_id, session_id, chat, status, turn, state, entries, started_at, updated_at, ended_at)
      values (${`${id}r${place}`}, ${appId}, ${id}, ${`${id}v`}, ${session}, ${chat}, 'completed', 1, ${JSON.stringify(state)}::jsonb, 1,
        now() - interval '1 hour', now(), now())`)
    await db.execute(sql`
      insert into flow_run_entries (run_id, number, app_id, kind, at, data, pending)
      values (${`${id}r${place}`}, 1, ${appId}, 'received', now(), ${JSON.stringify({ text: about })}::jsonb, false)`)
  }
}

async function fillEvents(db: Database, { ctx: { appId }, session }: LargeTenant, person: Somebody) {
  const { tag, phone, jid, lid, username, words } = person
  const received = EVENTS['message.received'].example
  const content = { ...received.content, text: words }
  const members = { participants: [jid, OTHER], participantUsernames: [username, null] }
  const group = { session, groupId: GROUP, ...members, actor: OTHER, actorUsername: 'another.name' }
  const events: [string, string, object, string | null][] = [
    [
      'message.received',
      jid,
      { ...received, id: `IN${tag}`, from: jid, fromLid: lid, phone, username, content, pushName: words },
      jid,
    ],
    [
      'message.received',
      GROUP,
      { ...received, id: `GROUP${tag}`, from: GROUP, participant: jid, content, pushName: words },
      jid,
    ],
    [
      'message.from_phone',
      jid,
      { ...EVENTS['message.from_phone'].example, id: `OUT${tag}`, to: jid, content: { text: words } },
      'me',
    ],
    [
      'message.delivered',
      jid,
      { ...EVENTS['message.delivered'].example, id: `OUT${tag}`, remoteJid: jid },
      null,
    ],
    ['message.updated', jid, { id: `IN${tag}`, remoteJid: jid, message: { conversation: words } }, jid],
    [
      'poll.vote',
      GROUP,
      {
        ...EVENTS['poll.vote'].example,
        id: `QUOTE${tag}`,
        session,
        remoteJid: GROUP,
        voter: jid,
        voterLid: lid,
      },
      OTHER,
    ],
    ['group.join', GROUP, { ...EVENTS['group.join'].example, ...group }, null],
    [
      'message.received',
      GROUP,
      {
        ...{ ...received, id: `QUOTE${tag}`, from: GROUP, participant: OTHER, pushName: 'Other' },
        content: {
          ...received.content,
          text: `I agree, ${phone}`,
          quoted: { id: 'Q', participant: lid, text: words },
        },
      },
      OTHER,
    ],
  ]
  for (const [index, [type, chat, data, sender]] of events.entries())
    await db.execute(sql`
      insert into events (id, app_id, session_id, chat, type, data, message_sender, occurred_at, published_at, handled_at)
      values (${`evt_${tag}${index}`}, ${appId}, ${session}, ${chat}, ${type}, ${JSON.stringify(data)}::jsonb, ${sender}, now() - interval '1 hour', now(), now())`)
}

/** Tables that keep traces of a person, as docs/privacy.md says. */
const KEPT = ['whatsapp_keys', 'idempotency_keys']

/** Returns the tables whose rows contain one of the texts, in any column. Bytes are searched too. */
export async function tablesNaming(db: Database, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await db.execute<{ name: string }>(sql`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`)
  const found: string[] = []
  for (const { name } of tables.filter((table) => !KEPT.includes(table.name))) {
    const patterns = texts.flatMap((text) => [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`])
    const { rows } = await db.execute(sql`
      select 1 from ${sql.identifier(name)} t where t::text like any(${sql.param(patterns)}::text[]) limit 1`)
    if (rows.length > 0) found.push(name)
  }
  return found
}
