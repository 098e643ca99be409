-- AlterTable
ALTER TABLE "systemstats" ADD COLUMN     "samples" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "systemdetails" (
    "from_time" TIMESTAMPTZ(3) NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "name" VARCHAR(253) NOT NULL,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "systemdetails_pkey" PRIMARY KEY ("from_time","kind","name")
);
