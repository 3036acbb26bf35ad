ALTER TABLE "sessions" ADD COLUMN "name_key" text;--> statement-breakpoint
CREATE INDEX "sessions_app_name_key" ON "sessions" USING btree ("app_id","name_key") WHERE intent <> 'delete';