import { defineProblems, rules } from '../../platform/contract/problems.ts'

export const problem = defineProblems({
  'not-a-mistake': {
    status: 409,
    title: 'It is in use, and not deleted any more',
    cause:
      'A person is deleted only where it was entered by mistake: just now, seen by no other client, and under no hold; `facts.rules` names what stands against it.',
    fix: 'Archive it instead: `PATCH {"archived": true}`. Where the person is to be forgotten, take in a request for `ERASURE` at `/v1/subject-requests`.',
    facts: { rules },
  },
})
