import type { Answer, Call, Client } from './client.ts'
import type { Operation, Row } from './contract.ts'
import { at } from './make.ts'
import type { Scene } from './scenarios.ts'

/** Calls an operation as its scene has it; `more` changes the call. */
export const perform = (client: Client, operation: Operation, scene: Scene, more: Call = {}): Promise<Answer> =>
  client.send(operation.method, at(operation.path, scene.params), {
    ...(operation.body === undefined ? {} : { body: scene.body ?? {} }),
    ...(operation.ifMatch && scene.version !== undefined ? { ifMatch: scene.version } : {}),
    ...more,
    headers: { 'accept-language': 'en', ...(operation.isPublic ? {} : { 'on-behalf-of': 'petugas-17' }), ...more.headers },
  })

/** The member of an answer that has what the body said, where it is not the resource itself. */
const places: Readonly<Record<string, string>> = { liftSubjectRequest: 'lifting', prepareApiClient: 'preparedChange', refuseSubjectRequest: 'refusal' }

/** What became of the members of a body. */
export function keptOf({ id }: Operation, answer: Answer): Row {
  const place = places[id]
  return place === undefined ? answer.body : ((answer.body[place] ?? {}) as Row)
}
