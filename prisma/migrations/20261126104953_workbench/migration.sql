-- AlterTable
ALTER TABLE "images" ADD COLUMN     "focus_x" DOUBLE PRECISION,
ADD COLUMN     "focus_y" DOUBLE PRECISION,
ADD COLUMN     "sha256" CHAR(64);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "preferences" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "tags" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(60) NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imagetags" (
    "image_id" INTEGER NOT NULL,
    "tag_id" INTEGER NOT NULL,

    CONSTRAINT "imagetags_pkey" PRIMARY KEY ("image_id","tag_id")
);

-- CreateIndex
CREATE INDEX "imagetags_tag_id_idx" ON "imagetags"("tag_id");

-- CreateIndex
CREATE INDEX "images_sha256_idx" ON "images"("sha256");

-- AddForeignKey
ALTER TABLE "imagetags" ADD CONSTRAINT "imagetags_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imagetags" ADD CONSTRAINT "imagetags_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tags"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names of tags are one whatever their case.
CREATE UNIQUE INDEX "tags_name_key" ON "tags"(lower("name"));
