ALTER TABLE "flows" ADD COLUMN "linked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "flows" SET "linked" = true WHERE exists (select 1 from "flow_steps" where "flow_id" = "flows"."id" and "connections" <> '{}');
