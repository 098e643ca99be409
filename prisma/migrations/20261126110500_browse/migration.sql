-- What lists are sorted and filtered by, kept by the database. Numbers in names are filled up to twelve digits, so that
-- 9 comes before 10. A key stays short enough for an index whatever the name.
ALTER TABLE "images"
    ADD COLUMN "name_key" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (
        left(regexp_replace(regexp_replace(lower(substring("src" from '[^/]*$')), '[0-9]+', '00000000000\&', 'g'),
            '0{0,11}([0-9]{12,})', '\1', 'g'), 300)
    ) STORED,
    ADD COLUMN "extension" TEXT NOT NULL GENERATED ALWAYS AS (
        coalesce(left(lower(substring("src" from '\.([^./]*)$')), 20), '')
    ) STORED;

-- Folders are paged through and summed up in this index alone, whatever they are sorted by.
CREATE INDEX "images_browse_idx" ON "images" ("folder_id", "name_key", "id")
    INCLUDE ("extension", "file_size", "file_time") WHERE "status" = 1;
