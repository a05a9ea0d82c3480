import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { resource } from '../../platform/contract/resource.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeProduct } from './change-product.ts'
import { requireChecked, requireDistinctGrades } from './rules.ts'
import { NewProduct, Product, ProductPatch, ProductQuery } from './schemas.ts'
import { createProduct, deleteProduct, listProducts, readProduct } from './store.ts'

const product = resource({
  schema: Product,
  many: 'Products',
  tag: access.tag.name,
  scopes: { read: 'products:read', write: 'products:write' },
})

export const productRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/v1/products', {
    ...product.list({
      summary: 'List products',
      description: 'What the facilities make (produk), by facility, category, unit, publication or text.',
      query: ProductQuery,
    }),
    handler: (request, reply) => reply.page(listProducts(request.db, request.query)),
  })

  app.post('/v1/products', {
    ...product.create({
      summary: 'Add a product',
      description: 'Adds a product (produk) with its grades (mutu) and list prices. Without `grades` it has one sellable grade `A`.',
      body: NewProduct,
      problems: ['duplicate', 'unknown-reference', 'period-overlap', 'contradiction'],
    }),
    handler: (request, reply) => {
      requireChecked(request.body.barcode)
      requireDistinctGrades(request.body.grades ?? [])
      return reply.created(mutate(request, (tx) => createProduct(tx, request.body)))
    },
  })

  app.get('/v1/products/:id', {
    ...product.read({ summary: 'Read a product', description: 'One product (produk).' }),
    handler: (request, reply) => reply.one(readProduct(request.db, request.params.id)),
  })

  app.patch('/v1/products/:id', {
    ...product.update({
      summary: 'Change a product',
      description:
        'Merge patch. `grades` and `listPrices` are replaced as whole lists; a grade that stock or sales refer to cannot be left out, nor be sold otherwise than before, and the unit stays once batches are counted in it. `archived` hides it from lists and keeps it out of new batches and sales; what was made of it stays in sight.',
      body: ProductPatch,
      problems: ['duplicate', 'still-referenced', 'period-overlap', 'contradiction'],
    }),
    handler: (request, reply) => reply.changed(mutate(request, (tx) => changeProduct(tx, request.params.id, request.body))),
  })

  app.delete('/v1/products/:id', {
    ...product.delete({
      summary: 'Delete a product',
      description: 'Only while nothing refers to it; archive it otherwise.',
      problems: ['still-referenced'],
    }),
    handler: (request, reply) => reply.deleted(mutate(request, (tx) => deleteProduct(tx, request.params.id))),
  })
}
