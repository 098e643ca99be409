-- AlterTable
ALTER TABLE "folderpermissions" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "groups" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "images" ADD COLUMN     "measured" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "imagetemplates" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "properties" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "external_id" VARCHAR(600),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" INTEGER NOT NULL,
    "method" VARCHAR(20) NOT NULL,
    "address" VARCHAR(64) NOT NULL DEFAULT '',
    "user_agent" VARCHAR(300) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personaltokens" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "hint" VARCHAR(16) NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_address" VARCHAR(64) NOT NULL DEFAULT '',

    CONSTRAINT "personaltokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loginfailures" (
    "key" VARCHAR(200) NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loginfailures_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" BIGSERIAL NOT NULL,
    "user_id" INTEGER,
    "name" VARCHAR(100) NOT NULL,
    "funcname" VARCHAR(100) NOT NULL,
    "params" JSONB NOT NULL,
    "dedupe_key" CHAR(64) NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 20,
    "log_level" VARCHAR(8) NOT NULL DEFAULT 'info',
    "error_log_level" VARCHAR(8) NOT NULL DEFAULT 'error',
    "status" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "failed" BOOLEAN NOT NULL DEFAULT false,
    "lock_id" VARCHAR(50),
    "keep_for" INTEGER NOT NULL DEFAULT 0,
    "keep_until" TIMESTAMPTZ(3),
    "progress_done" INTEGER NOT NULL DEFAULT 0,
    "progress_total" INTEGER NOT NULL DEFAULT 0,
    "progress_text" VARCHAR(200) NOT NULL DEFAULT '',
    "checkpoint" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auditlog" (
    "id" BIGSERIAL NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" INTEGER,
    "username" VARCHAR(120) NOT NULL DEFAULT '',
    "via" VARCHAR(20) NOT NULL DEFAULT 'none',
    "address" VARCHAR(64) NOT NULL DEFAULT '',
    "request_id" VARCHAR(64) NOT NULL DEFAULT '',
    "action" VARCHAR(60) NOT NULL,
    "object_type" VARCHAR(20) NOT NULL,
    "object_id" VARCHAR(60) NOT NULL DEFAULT '',
    "object_name" VARCHAR(1024) NOT NULL DEFAULT '',
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "auditlog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trash" (
    "id" SERIAL NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "path" VARCHAR(1024) NOT NULL,
    "image_id" INTEGER,
    "folder_id" INTEGER,
    "files" INTEGER NOT NULL DEFAULT 1,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "store" VARCHAR(200) NOT NULL,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_by" INTEGER,

    CONSTRAINT "trash_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "personaltokens_hash_key" ON "personaltokens"("hash");

-- CreateIndex
CREATE INDEX "personaltokens_user_id_idx" ON "personaltokens"("user_id");

-- CreateIndex
CREATE INDEX "loginfailures_last_at_idx" ON "loginfailures"("last_at");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_dedupe_key_key" ON "tasks"("dedupe_key");

-- CreateIndex
CREATE INDEX "tasks_status_priority_id_idx" ON "tasks"("status", "priority", "id");

-- CreateIndex
CREATE INDEX "tasks_keep_until_idx" ON "tasks"("keep_until");

-- CreateIndex
CREATE INDEX "auditlog_time_id_idx" ON "auditlog"("time", "id");

-- CreateIndex
CREATE INDEX "auditlog_object_type_object_id_id_idx" ON "auditlog"("object_type", "object_id", "id");

-- CreateIndex
CREATE INDEX "auditlog_user_id_id_idx" ON "auditlog"("user_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "trash_store_key" ON "trash"("store");

-- CreateIndex
CREATE INDEX "trash_deleted_at_id_idx" ON "trash"("deleted_at", "id");

-- CreateIndex
CREATE INDEX "trash_image_id_idx" ON "trash"("image_id");

-- CreateIndex
CREATE INDEX "images_updated_at_id_idx" ON "images"("updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_external_id_key" ON "users"("external_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personaltokens" ADD CONSTRAINT "personaltokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auditlog" ADD CONSTRAINT "auditlog_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trash" ADD CONSTRAINT "trash_deleted_by_fkey" FOREIGN KEY ("deleted_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language has no words for.

-- Words of names, titles and descriptions, and pieces of names and titles. The extension is one that the owner
-- of a database may add; another installation in the same database may have put it into any schema.
CREATE INDEX "images_words_idx" ON "images" USING gin (
    to_tsvector('simple'::regconfig, "title" || ' ' || "description" || ' ' || regexp_replace("src", '[^[:alnum:]]+', ' ', 'g'))
);
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
DO $$
BEGIN
    EXECUTE format(
        'CREATE INDEX "images_pieces_idx" ON "images" USING gin (lower("src" || '' '' || "title") %I.gin_trgm_ops)',
        (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm')
    );
END $$;

-- Paths below a folder are found by their beginning: (path || '') LIKE '/a/%'. An expression, as the schema
-- language would drop an operator class on the plain column.
CREATE INDEX "folders_path_prefix_idx" ON "folders" (("path" || '') text_pattern_ops);
CREATE INDEX "images_src_prefix_idx" ON "images" (("src" || '') text_pattern_ops);

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_status_check" CHECK ("status" IN (0, 1, 2));
ALTER TABLE "trash" ADD CONSTRAINT "trash_kind_check" CHECK ("kind" IN ('image', 'folder'));
