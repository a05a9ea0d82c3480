import type { Answer, Call, Client } from './client.ts'
import type { Operation } from './contract.ts'
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
