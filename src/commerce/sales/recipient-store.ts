/** Who has what came of a batch. What a sale took stands in the movements of stock, whatever became of the sale. */
import { listing } from '../../platform/database/listing.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { type Sql, sql } from '../../platform/database/sql.ts'
import { resource } from '../../platform/database/tables.ts'
import type { Reader } from '../../platform/database/transaction.ts'
import { requireVisibleBatch } from '../../production/batches/index.ts'
import { Recipient, RecipientQuery } from './schemas.ts'

const its = 'its movement is filtered'
const ofSale = (column: Sql): Sql => sql`(SELECT ${column} FROM ${unfiltered('sale_line', its)} JOIN ${unfiltered('sale', its)} ON sale.id = sale_line.sale_id
  WHERE sale_line.id = stock_movement.sale_line_id)`

const recipient = resource('stock_movement', Recipient, {
  buyerId: ofSale(sql`sale.buyer_id`),
  saleId: ofSale(sql`sale.id`),
  saleNumber: ofSale(sql`sale.number`),
  saleStatus: ofSale(sql`sale.status`),
  quantity: sql`-stock_movement.quantity`,
  soldOn: 'occurredOn',
})

const recipients = listing({ operation: 'listRecipients', of: recipient, query: RecipientQuery })

export async function listRecipients(db: Reader, batchId: string, query: RecipientQuery) {
  await requireVisibleBatch(db, batchId)
  return recipients(db, query, sql`stock_movement.batch_id = ${batchId}::uuid AND stock_movement.type = 'SALE'`)
}
