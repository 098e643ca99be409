-- CreateTable
CREATE TABLE "selections" (
    "id" UUID NOT NULL,
    "user_id" INTEGER NOT NULL,
    "selection" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "selections_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "selections_user_id_idx" ON "selections"("user_id");

-- CreateIndex
CREATE INDEX "selections_expires_at_idx" ON "selections"("expires_at");

-- AddForeignKey
ALTER TABLE "selections" ADD CONSTRAINT "selections_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
