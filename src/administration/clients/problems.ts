import { defineProblems } from '../../platform/contract/problems.ts'

export const problem = defineProblems({
  'client-protected': {
    status: 403,
    title: 'This client is not changed by this caller',
    cause: 'Nobody changes the client that it calls as; and what the service makes itself, from its settings, is changed there.',
    fix: 'Let another client with the scope `api-clients:manage` do it, or change the settings of the service.',
  },
  'too-many-credentials': {
    status: 409,
    title: 'The client has as many credentials of this kind as it may',
    cause:
      'At most two credentials of a kind are valid at once, the old one and the new one, while a client changes over; of an external subject one, since two would be two callers.',
    fix: 'Revoke the one that is no longer used; `lastUsedAt` shows which.',
  },
})
