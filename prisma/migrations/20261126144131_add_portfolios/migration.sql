-- CreateTable
CREATE TABLE "folios" (
    "id" SERIAL NOT NULL,
    "human_id" VARCHAR(64) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner_id" INTEGER NOT NULL,
    "last_updated" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "folios_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "folioimages" (
    "id" SERIAL NOT NULL,
    "folio_id" INTEGER NOT NULL,
    "image_id" INTEGER NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "filename" VARCHAR(255) NOT NULL DEFAULT '',
    "order_num" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "folioimages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "foliopermissions" (
    "id" SERIAL NOT NULL,
    "folio_id" INTEGER NOT NULL,
    "group_id" INTEGER NOT NULL,
    "access" INTEGER NOT NULL,

    CONSTRAINT "foliopermissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "foliosaudit" (
    "id" BIGSERIAL NOT NULL,
    "folio_id" INTEGER NOT NULL,
    "user_id" INTEGER,
    "action" INTEGER NOT NULL,
    "action_info" TEXT NOT NULL,
    "action_time" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "foliosaudit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "folioexports" (
    "id" SERIAL NOT NULL,
    "folio_id" INTEGER NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "originals" BOOLEAN NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "ignore_errors" BOOLEAN NOT NULL DEFAULT false,
    "task_id" BIGINT,
    "filename" VARCHAR(255) NOT NULL DEFAULT '',
    "filesize" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT NOT NULL DEFAULT '',
    "created_by" INTEGER,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "keep_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "folioexports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "foliolinks" (
    "id" SERIAL NOT NULL,
    "folio_id" INTEGER NOT NULL,
    "name" VARCHAR(120) NOT NULL DEFAULT '',
    "access" INTEGER NOT NULL,
    "password" VARCHAR(255) NOT NULL DEFAULT '',
    "created_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "views" INTEGER NOT NULL DEFAULT 0,
    "downloads" INTEGER NOT NULL DEFAULT 0,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "foliolinks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "basketimages" (
    "user_id" INTEGER NOT NULL,
    "image_id" INTEGER NOT NULL,
    "number" SERIAL NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "basketimages_pkey" PRIMARY KEY ("user_id","image_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "folios_human_id_key" ON "folios"("human_id");

-- CreateIndex
CREATE INDEX "folios_owner_id_idx" ON "folios"("owner_id");

-- CreateIndex
CREATE INDEX "folioimages_folio_id_order_num_id_idx" ON "folioimages"("folio_id", "order_num", "id");

-- CreateIndex
CREATE INDEX "folioimages_image_id_idx" ON "folioimages"("image_id");

-- CreateIndex
CREATE UNIQUE INDEX "folioimages_folio_id_image_id_key" ON "folioimages"("folio_id", "image_id");

-- CreateIndex
CREATE INDEX "foliopermissions_group_id_idx" ON "foliopermissions"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "foliopermissions_folio_id_group_id_key" ON "foliopermissions"("folio_id", "group_id");

-- CreateIndex
CREATE INDEX "foliosaudit_folio_id_id_idx" ON "foliosaudit"("folio_id", "id");

-- CreateIndex
CREATE INDEX "foliosaudit_user_id_idx" ON "foliosaudit"("user_id");

-- CreateIndex
CREATE INDEX "foliosaudit_action_time_idx" ON "foliosaudit"("action_time");

-- CreateIndex
CREATE INDEX "folioexports_folio_id_idx" ON "folioexports"("folio_id");

-- CreateIndex
CREATE INDEX "folioexports_task_id_idx" ON "folioexports"("task_id");

-- CreateIndex
CREATE INDEX "folioexports_created_by_idx" ON "folioexports"("created_by");

-- CreateIndex
CREATE INDEX "folioexports_filename_idx" ON "folioexports"("filename");

-- CreateIndex
CREATE INDEX "folioexports_keep_until_idx" ON "folioexports"("keep_until");

-- CreateIndex
CREATE INDEX "foliolinks_folio_id_idx" ON "foliolinks"("folio_id");

-- CreateIndex
CREATE INDEX "foliolinks_created_by_idx" ON "foliolinks"("created_by");

-- CreateIndex
CREATE INDEX "basketimages_user_id_number_idx" ON "basketimages"("user_id", "number");

-- CreateIndex
CREATE INDEX "basketimages_image_id_idx" ON "basketimages"("image_id");

-- AddForeignKey
ALTER TABLE "folios" ADD CONSTRAINT "folios_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folioimages" ADD CONSTRAINT "folioimages_folio_id_fkey" FOREIGN KEY ("folio_id") REFERENCES "folios"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folioimages" ADD CONSTRAINT "folioimages_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foliopermissions" ADD CONSTRAINT "foliopermissions_folio_id_fkey" FOREIGN KEY ("folio_id") REFERENCES "folios"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foliopermissions" ADD CONSTRAINT "foliopermissions_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foliosaudit" ADD CONSTRAINT "foliosaudit_folio_id_fkey" FOREIGN KEY ("folio_id") REFERENCES "folios"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foliosaudit" ADD CONSTRAINT "foliosaudit_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folioexports" ADD CONSTRAINT "folioexports_folio_id_fkey" FOREIGN KEY ("folio_id") REFERENCES "folios"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folioexports" ADD CONSTRAINT "folioexports_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folioexports" ADD CONSTRAINT "folioexports_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foliolinks" ADD CONSTRAINT "foliolinks_folio_id_fkey" FOREIGN KEY ("folio_id") REFERENCES "folios"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foliolinks" ADD CONSTRAINT "foliolinks_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "basketimages" ADD CONSTRAINT "basketimages_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "basketimages" ADD CONSTRAINT "basketimages_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;
