import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { deleteMistake } from '../../custody/deleted-persons/index.ts'
import { resource } from '../../platform/contract/resource.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { BuyerConsent, BuyerConsentQuery, ByConsent, NewBuyerConsent } from './consent-schemas.ts'
import { createBuyerConsent, listBuyerConsents, readBuyerConsent } from './consent-store.ts'
import { Buyer, BuyerPatch, BuyerQuery, BuyerSearch, NewBuyer } from './schemas.ts'
import { createBuyer, listBuyers, readBuyer, searchBuyers, updateBuyer } from './store.ts'

const buyer = resource({
  schema: Buyer,
  many: 'Buyers',
  tag: access.tag.name,
  scopes: { read: 'buyers:read', write: 'buyers:write' },
})

const consent = resource({
  schema: BuyerConsent,
  many: 'BuyerConsents',
  tag: access.tag.name,
  scopes: { read: 'buyers:read', write: 'buyers:write' },
  params: ByConsent,
  within: ById,
})

export const buyerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/buyers', {
    ...buyer.list({
      summary: 'List buyers',
      description: 'Who buys (pembeli).',
      query: BuyerQuery,
    }),
    handler: (request, reply) => reply.page(listBuyers(request.db, request.query)),
  })

  app.post('/v1/buyers', {
    ...buyer.create({
      summary: 'Add a buyer',
      description: 'A person or organisation that a facility sells to.',
      body: NewBuyer,
      problems: ['review-needed', 'duplicate', 'unknown-reference', 'contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createBuyer(tx, request.body))),
  })

  app.post('/v1/buyers/_search', {
    ...buyer.search({
      summary: 'Search buyers by name',
      description: 'The name travels in the body, because it is personal data (cari pembeli).',
      body: BuyerSearch,
    }),
    handler: (request, reply) => reply.page(searchBuyers(request.db, request.body)),
  })

  app.get('/v1/buyers/:id', {
    ...buyer.read({ summary: 'Read a buyer', description: 'One buyer (pembeli).' }),
    handler: (request, reply) => reply.one(readBuyer(request.db, request.params.id)),
  })

  app.patch('/v1/buyers/:id', {
    ...buyer.update({
      summary: 'Change a buyer',
      description:
        'Merge patch; `archived` hides it from lists, `active: false` stops new sales. A change of `consentPublicName` adds an entry to its consents.',
      body: BuyerPatch,
      problems: ['review-needed', 'duplicate', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => updateBuyer(tx, request.params.id, request.body))),
  })

  app.get('/v1/buyers/:id/consents', {
    ...consent.list({
      summary: 'List the consents of a buyer',
      description: 'What the buyer agreed to and withdrew (persetujuan), with who recorded it, on what evidence, since when and until when. Append-only.',
      query: BuyerConsentQuery,
    }),
    handler: (request, reply) => reply.page(listBuyerConsents(request.db, request.params.id, request.query)),
  })

  app.post('/v1/buyers/:id/consents', {
    ...consent.create({
      summary: 'Record a consent of a buyer, or its withdrawal',
      description: 'Adds an entry with its evidence (bukti persetujuan), and sets `consentPublicName` of the buyer by it.',
      body: NewBuyerConsent,
      problems: ['contradiction'],
    }),
    handler: (request, reply) => reply.created(mutate(request, (tx) => createBuyerConsent(tx, request.params.id, request.body))),
  })

  app.get('/v1/buyers/:id/consents/:consentId', {
    ...consent.read({
      summary: 'Read a consent of a buyer',
      description: 'One entry (persetujuan pembeli). It never changes, but that a later one ends it.',
      // Its version does not rise when a later one ends it.
      answer: { versioned: false },
    }),
    handler: (request) => readBuyerConsent(request.db, request.params.id, request.params.consentId),
  })

  app.delete('/v1/buyers/:id', {
    ...buyer.delete({
      summary: 'Delete a buyer',
      description:
        'Takes back an entry made by mistake: on the same day, before another client has seen it, and while no sale refers to it. Archive it otherwise.',
      problems: ['still-referenced', 'not-a-mistake'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteMistake(tx, 'buyer', request.params.id, app.deletableHours))),
  })
}
