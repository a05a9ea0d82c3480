/**
 * Erasure, retention, encrypting anew, access and privacy once more, with an API and commands of an operator that do not own
 * their tables: the files that test them run again, as they are, under the role of prisma/roles.sql.
 */
process.env.UNDER_ROLE = 'binakarya_api'

for (const file of ['deletion', 'erasure', 'retention', 'privacy', 'keyring', 'roles', 'row-filter', 'masking']) await import(`./${file}.test.ts`)
