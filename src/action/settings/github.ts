// What is told on GitHub beside the log.
import { text } from './form.ts'
import type { Setting } from './setting.ts'

export const githubSettings = {
  'github-token': {
    group: 'on GitHub',
    ...text(),
    secret: true,
    inputOnly: true,
    given: '${{ github.token }}',
    otherwise: "the job's own token",
    description:
      'Token that a plan is written on its pull request with (`pull-requests: write`) and that a deployment is recorded with (`deployments: write`), as far as it may; empty for neither.'
  },
  'github-environment': {
    group: 'on GitHub',
    ...text(),
    otherwise: 'the name',
    description: 'The environment that a deployment is recorded for.'
  }
} as const satisfies Readonly<Record<string, Setting>>
