import { defineConfig } from 'prisma/config'

// Paths are relative to this file. The URL is only for those who run Prisma's own CLI;
// `npm run migrate` needs neither it nor the engine it downloads.
export default defineConfig({
  schema: '../prisma/schema.prisma',
  migrations: { path: '../prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
