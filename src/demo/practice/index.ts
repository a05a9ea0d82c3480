/**
 * A made-up facility beside Rutan Banjarnegara for trying things out, with a row in every state from which something
 * can be done: what the examples of the contract change. The real story stays as it was reported.
 */
import { DemoClient, type Send } from '../client.ts'
import { writeAdministration } from './administration.ts'
import { writeCommerce } from './commerce.ts'
import { writeCustody } from './custody.ts'
import { writeProduction } from './production.ts'

/**
 * The rows of each area. Those under `mistakes` were entered by mistake and nothing refers to them: they can be deleted.
 * @throws Error when a call is not answered as the demo needs
 */
export async function writePractice(send: Send) {
  const demo = new DemoClient(send, 'practice')
  const custody = await writeCustody(demo)
  const production = await writeProduction(demo, custody)
  const commerce = await writeCommerce(demo, custody, production)
  const administration = await writeAdministration(demo, custody, commerce)
  return { custody, production, commerce, administration }
}
