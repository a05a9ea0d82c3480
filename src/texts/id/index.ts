/** Indonesian by English, `{0}` standing for what differs. Pure data: no other part of the house is known here. */
import { about } from './about.ts'
import { callers } from './callers.ts'
import { clients } from './clients.ts'
import { commerce } from './commerce.ts'
import { custody } from './custody.ts'
import { exchange } from './exchange.ts'
import { operations } from './operations.ts'
import { platform } from './platform.ts'
import { privacy } from './privacy.ts'
import { problems } from './problems.ts'
import { production } from './production.ts'
import { shapes } from './shapes.ts'

export const indonesian: Record<string, string> = {
  ...platform,
  ...callers,
  ...clients,
  ...problems,
  ...custody,
  ...production,
  ...commerce,
  ...exchange,
  ...about,
  ...privacy,
  ...shapes,
  ...operations,
}
