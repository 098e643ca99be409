-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "first_name" VARCHAR(120) NOT NULL,
    "last_name" VARCHAR(120) NOT NULL,
    "email" VARCHAR(120) NOT NULL,
    "username" VARCHAR(120) NOT NULL,
    "password" VARCHAR(255) NOT NULL,
    "auth_type" INTEGER NOT NULL DEFAULT 1,
    "allow_api" BOOLEAN NOT NULL DEFAULT false,
    "status" INTEGER NOT NULL DEFAULT 1,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "groups" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "group_type" INTEGER NOT NULL DEFAULT 2,

    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usergroups" (
    "user_id" INTEGER NOT NULL,
    "group_id" INTEGER NOT NULL,

    CONSTRAINT "usergroups_pkey" PRIMARY KEY ("user_id","group_id")
);

-- CreateTable
CREATE TABLE "syspermissions" (
    "group_id" INTEGER NOT NULL,
    "folios" BOOLEAN NOT NULL DEFAULT false,
    "reports" BOOLEAN NOT NULL DEFAULT false,
    "admin_users" BOOLEAN NOT NULL DEFAULT false,
    "admin_files" BOOLEAN NOT NULL DEFAULT false,
    "admin_folios" BOOLEAN NOT NULL DEFAULT false,
    "admin_permissions" BOOLEAN NOT NULL DEFAULT false,
    "admin_all" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "syspermissions_pkey" PRIMARY KEY ("group_id")
);

-- CreateTable
CREATE TABLE "folders" (
    "id" SERIAL NOT NULL,
    "path" VARCHAR(1024) NOT NULL,
    "parent_id" INTEGER,
    "status" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "folders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "folderpermissions" (
    "id" SERIAL NOT NULL,
    "folder_id" INTEGER NOT NULL,
    "group_id" INTEGER NOT NULL,
    "access" INTEGER NOT NULL,

    CONSTRAINT "folderpermissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "images" (
    "id" SERIAL NOT NULL,
    "src" VARCHAR(1024) NOT NULL,
    "folder_id" INTEGER NOT NULL,
    "title" VARCHAR(255) NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "width" INTEGER NOT NULL DEFAULT 0,
    "height" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER NOT NULL DEFAULT 1,
    "file_size" BIGINT NOT NULL DEFAULT 0,
    "file_time" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "images_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imagesaudit" (
    "id" BIGSERIAL NOT NULL,
    "image_id" INTEGER NOT NULL,
    "user_id" INTEGER,
    "action" INTEGER NOT NULL,
    "action_info" TEXT NOT NULL,
    "action_time" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "imagesaudit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imagetemplates" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "template" JSONB NOT NULL,

    CONSTRAINT "imagetemplates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "properties" (
    "key" VARCHAR(50) NOT NULL,
    "value" TEXT,

    CONSTRAINT "properties_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "imagestats" (
    "id" BIGSERIAL NOT NULL,
    "image_id" INTEGER NOT NULL,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "views" BIGINT NOT NULL DEFAULT 0,
    "cached_views" BIGINT NOT NULL DEFAULT 0,
    "downloads" BIGINT NOT NULL DEFAULT 0,
    "total_bytes" BIGINT NOT NULL DEFAULT 0,
    "request_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "max_request_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "from_time" TIMESTAMPTZ(3) NOT NULL,
    "to_time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "imagestats_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "systemstats" (
    "id" BIGSERIAL NOT NULL,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "views" BIGINT NOT NULL DEFAULT 0,
    "cached_views" BIGINT NOT NULL DEFAULT 0,
    "downloads" BIGINT NOT NULL DEFAULT 0,
    "total_bytes" BIGINT NOT NULL DEFAULT 0,
    "request_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "max_request_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "cpu_pc" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "memory_pc" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "cache_pc" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "from_time" TIMESTAMPTZ(3) NOT NULL,
    "to_time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "systemstats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "groups_name_key" ON "groups"("name");

-- CreateIndex
CREATE INDEX "usergroups_group_id_idx" ON "usergroups"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "folders_path_key" ON "folders"("path");

-- CreateIndex
CREATE INDEX "folders_parent_id_idx" ON "folders"("parent_id");

-- CreateIndex
CREATE INDEX "folderpermissions_group_id_idx" ON "folderpermissions"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "folderpermissions_folder_id_group_id_key" ON "folderpermissions"("folder_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "images_src_key" ON "images"("src");

-- CreateIndex
CREATE INDEX "images_folder_id_status_idx" ON "images"("folder_id", "status");

-- CreateIndex
CREATE INDEX "imagesaudit_image_id_action_idx" ON "imagesaudit"("image_id", "action");

-- CreateIndex
CREATE INDEX "imagesaudit_user_id_idx" ON "imagesaudit"("user_id");

-- CreateIndex
CREATE INDEX "imagesaudit_action_time_idx" ON "imagesaudit"("action_time");

-- CreateIndex
CREATE INDEX "imagestats_from_time_idx" ON "imagestats"("from_time");

-- CreateIndex
CREATE UNIQUE INDEX "imagestats_image_id_from_time_key" ON "imagestats"("image_id", "from_time");

-- CreateIndex
CREATE UNIQUE INDEX "systemstats_from_time_key" ON "systemstats"("from_time");

-- AddForeignKey
ALTER TABLE "usergroups" ADD CONSTRAINT "usergroups_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usergroups" ADD CONSTRAINT "usergroups_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "syspermissions" ADD CONSTRAINT "syspermissions_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folders" ADD CONSTRAINT "folders_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "folders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folderpermissions" ADD CONSTRAINT "folderpermissions_folder_id_fkey" FOREIGN KEY ("folder_id") REFERENCES "folders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folderpermissions" ADD CONSTRAINT "folderpermissions_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "images" ADD CONSTRAINT "images_folder_id_fkey" FOREIGN KEY ("folder_id") REFERENCES "folders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imagesaudit" ADD CONSTRAINT "imagesaudit_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imagesaudit" ADD CONSTRAINT "imagesaudit_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imagestats" ADD CONSTRAINT "imagestats_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language has no words for. Comparing migrations with the schema leaves these alone: the
-- engine looks at indexes on plain columns only and at no CHECK.

-- Names are unique without regard to case.
CREATE UNIQUE INDEX "users_username_lower_key" ON "users"(lower("username"));
CREATE UNIQUE INDEX "imagetemplates_name_lower_key" ON "imagetemplates"(lower("name"));

ALTER TABLE "users" ADD CONSTRAINT "users_status_check" CHECK ("status" IN (0, 1));
ALTER TABLE "folders" ADD CONSTRAINT "folders_status_check" CHECK ("status" IN (0, 1));
ALTER TABLE "images" ADD CONSTRAINT "images_status_check" CHECK ("status" IN (0, 1));
ALTER TABLE "folderpermissions" ADD CONSTRAINT "folderpermissions_access_check" CHECK ("access" BETWEEN 0 AND 70);
