import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { operation } from '../../platform/contract/operation.ts'
import { ById } from '../../platform/contract/shapes.ts'
import { mutate } from '../../platform/http/unit-of-work.ts'
import { access } from './access.ts'
import { changeProduct } from './change-product.ts'
import { requireDistinctGrades } from './rules.ts'
import { NewProduct, Product, ProductPage, ProductPatch, ProductQuery } from './schemas.ts'
import { createProduct, deleteProduct, listProducts, readProduct } from './store.ts'

const room = { tag: access.tag.name, resource: 'product' }

export const productRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    operation({
      ...room,
      id: 'listProducts',
      scope: 'products:read',
      summary: 'List products',
      description: 'What the facilities make (produk), by facility, category, unit, publication or text.',
      query: ProductQuery,
      answer: { schema: ProductPage, description: 'A page of products.' },
      sparse: true,
    }),
    async (request, reply) => reply.page(await listProducts(request.db, request.query)),
  )

  app.post(
    '',
    operation({
      ...room,
      id: 'createProduct',
      scope: 'products:write',
      event: 'product.created',
      summary: 'Add a product',
      description: 'Adds a product (produk) with its grades (mutu) and list prices. Without `grades` it has one sellable grade `A`.',
      body: NewProduct,
      answer: { status: 201, schema: Product, description: 'The new product.' },
      problems: ['duplicate', 'unknown-reference', 'period-overlap', 'contradiction'],
    }),
    async (request, reply) => {
      requireDistinctGrades(request.body.grades ?? [])
      return reply.created(await mutate<Product>(request, (tx) => createProduct(tx, request.body)), '/v1/products')
    },
  )

  app.get(
    '/:id',
    operation({
      ...room,
      id: 'readProduct',
      scope: 'products:read',
      summary: 'Read a product',
      description: 'One product (produk).',
      params: ById,
      answer: { schema: Product, description: 'The product.' },
    }),
    async (request, reply) => reply.one(await readProduct(request.db, request.params.id)),
  )

  app.patch(
    '/:id',
    operation({
      ...room,
      id: 'updateProduct',
      scope: 'products:write',
      event: 'product.updated',
      ifMatch: true,
      summary: 'Change a product',
      description:
        'Merge patch. `grades` and `listPrices` are replaced as whole lists; a grade that stock or sales refer to cannot be left out, and the unit stays once batches are counted in it. `archived` hides it from lists.',
      params: ById,
      body: ProductPatch,
      answer: { schema: Product, description: 'The product as it is now.' },
      problems: ['duplicate', 'still-referenced', 'period-overlap', 'contradiction'],
    }),
    async (request, reply) => reply.changed(await mutate<Product>(request, (tx) => changeProduct(tx, request.params.id, request.body))),
  )

  app.delete(
    '/:id',
    operation({
      ...room,
      id: 'deleteProduct',
      scope: 'products:write',
      event: 'product.deleted',
      ifMatch: true,
      summary: 'Delete a product',
      description: 'Only while nothing refers to it; archive it otherwise.',
      params: ById,
      answer: { status: 204, description: 'It is gone.' },
      problems: ['still-referenced'],
    }),
    async (request, reply) => {
      await mutate(request, (tx) => deleteProduct(tx, request.params.id))
      return reply.code(204).send()
    },
  )
}
