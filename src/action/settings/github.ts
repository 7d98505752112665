// What is told on GitHub beside the log.
import { text } from './form.ts'
import type { Setting } from './setting.ts'

export const github = {
  'github-token': {
    ...text(),
    secret: true,
    inputOnly: true,
    given: '${{ github.token }}',
    otherwise: "the job's own token",
    description:
      'Token that a plan is written on its pull request with (`pull-requests: write`) and that a deployment is recorded with (`deployments: write`), as far as it may; empty for neither.'
  },
  'github-environment': {
    ...text(),
    otherwise: 'the name',
    description: 'The environment that a deployment is recorded for.'
  }
} satisfies Readonly<Record<string, Setting>>
