/** What happens to every answer on its way out: personal data is masked, what is shown is recorded, `fields` thins out the rows of a list. */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { DisclosedRow } from '../audit/auditor.ts'
import { phrase } from '../contract/language.ts'
import { problem } from '../contract/problems.ts'
import { scopeMissing } from '../security/access.ts'
import { isBlind, isCompared } from '../security/blind-writes.ts'
import { answerPlans, askedUnseen, classesFor, componentsByName, fieldsOf, keptOut, planAnswer, show } from '../security/masking.ts'

type Row = Record<string, unknown>

/** How many records an answer or a body has: a sheet has as many as it has rows. */
const recordsIn = (rows: readonly unknown[]): number => rows.reduce<number>((sum, row) => sum + ((row as { rows?: unknown[] } | null)?.rows?.length || 1), 0)

const disclosed = ({ id, facilityId = null }: Row): DisclosedRow => ({ id, facilityId }) as DisclosedRow

export const answers = fp(async (app: FastifyInstance) => {
  const components = componentsByName()
  app.addHook('onRoute', ({ config, schema }) => {
    if (config?.operation !== undefined) planAnswer(config.operation, schema, components)
  })

  // To look for a value is to learn it, and so is to put rows in its order.
  app.addHook('preHandler', async (request) => {
    const unseen = askedUnseen(request)
    if (unseen === undefined) {
      const words = keptOut(request)
      if (words !== undefined) request.db = { ...request.db, keptOut: words }
      return
    }
    const { scope, dataClass } = unseen
    if (scope !== undefined && !request.caller.scopes.has(scope)) throw scopeMissing(scope)
    throw problem(
      'scope-missing',
      phrase`This client is not shown data of the class ${dataClass}.`,
      scope === undefined ? {} : { facts: { requiredScope: scope } },
    )
  })

  app.addHook('preHandler', async (request, reply) => {
    const { operation } = request.routeOptions.config
    if (operation?.kind !== 'write') return
    if (isCompared(operation) && isBlind(request)) app.rateLimiter.collisions.require(reply, request.caller.clientId)
    // Who changes a record is shown it.
    if (answerPlans.get(operation)?.isPersonal === true && classesFor(request).length > 0)
      await app.rateLimiter.personal.take(reply, request.caller, recordsIn([request.body]))
  })

  app.addHook('preSerialization', async (request, reply, payload) => {
    const operation = request.routeOptions.config.operation
    const answer = answerPlans.get(operation)
    if (answer === undefined || reply.statusCode >= 300 || typeof payload !== 'object' || payload === null) return payload
    const rows = answer.isPage ? (payload as { items: Row[] }).items : [payload as Row]
    if (answer.isPersonal) {
      for (const row of rows) show(row, answer.plan, request.caller, app.keyring, row.id)
      // A change has its entry from the unit of work.
      const isRead = operation.kind !== 'write' || request.wroteNothing
      const classes = classesFor(request)
      if (isRead && classes.length > 0) {
        // That there is nobody, and how many there are, is told of persons as well.
        const told = rows.length === 0 || 'total' in payload ? 1 : 0
        if (operation.kind !== 'write') await app.rateLimiter.personal.take(reply, request.caller, recordsIn(rows) + told)
        await app.auditor.disclosed(request, rows.map(disclosed), classes)
      }
    }
    const fields = answer.isPage ? fieldsOf(request.query) : undefined
    if (fields === undefined) return payload
    return { ...payload, items: rows.map((row) => Object.fromEntries(['id', ...fields].map((name) => [name, row[name]]))) }
  })
})
