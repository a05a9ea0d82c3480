/** Stopping: what is asked is still answered, and no connection is left open that could hold the process. */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

const sweepMs = 50

export const draining = fp(async (app: FastifyInstance) => {
  app.decorate('draining', false)
  let unanswered = 0
  app.server.on('request', (_request, response) => {
    unanswered++
    response.once('close', () => unanswered--)
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (app.draining) reply.header('connection', 'close')
    done(null, payload)
  })
  let sweep: NodeJS.Timeout | undefined
  app.addHook('preClose', (done) => {
    app.draining = true
    // Again and again: a connection becomes idle after the server was closed, or has never asked for anything, which Node does not call idle.
    sweep = setInterval(() => (unanswered === 0 ? app.server.closeAllConnections() : app.server.closeIdleConnections()), sweepMs)
    done()
  })
  app.addHook('onClose', async () => clearInterval(sweep))
})
