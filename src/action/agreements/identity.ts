// Who we are in AWS.
import type { Rule } from './rule.ts'

export const identityWarnings: Rule = ({ asked, surroundings }) =>
  surroundings.storedKeys === true && asked['role-to-assume'] === undefined
    ? [
        'The job has stored AWS keys (AWS_ACCESS_KEY_ID), which stay valid when they leak; set `role-to-assume` to a ' +
          'role that trusts this repository'
      ]
    : []
