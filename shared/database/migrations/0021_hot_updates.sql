ALTER TABLE "messages" ADD COLUMN IF NOT EXISTS "pending_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "messages_pending_until" ON "messages" USING btree ("pending_until") WHERE pending_until is not null;--> statement-breakpoint
-- Written by hand: code of the earlier release writes no pending_until, and its rows need the value too. This release writes the value
-- itself, so that PostgreSQL does not call the function. A later release drops the trigger and the function.
CREATE FUNCTION "set_pending_until"() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  -- A pending message without a deadline stays pending.
  new.pending_until := coalesce(new.expires_at, '9999-12-31');
  return new;
end $$;--> statement-breakpoint
CREATE TRIGGER "messages_set_pending_until" BEFORE INSERT ON "messages" FOR EACH ROW
  WHEN (new.status = 'PENDING' and new.pending_until is null) EXECUTE FUNCTION "set_pending_until"();--> statement-breakpoint
-- Fixtures of tests insert rows with session_replication_role = replica.
ALTER TABLE "messages" ENABLE ALWAYS TRIGGER "messages_set_pending_until";--> statement-breakpoint
UPDATE "messages" SET "pending_until" = coalesce("expires_at", '9999-12-31') WHERE "status" = 'PENDING';--> statement-breakpoint
-- The earlier release finds pending messages by this index. Until the deploy ends, its sweeps may end at the statement_timeout.
DROP INDEX IF EXISTS "messages_pending";--> statement-breakpoint
-- The index events_app_order begins with the same column.
DROP INDEX IF EXISTS "events_app";
