// What is written down.
import { choice, text, whole } from './form.ts'
import { retentionDays, retentionProblem } from '../rules/logs.ts'
import type { Setting } from './setting.ts'

export const logs = {
  'log-retention-days': {
    ...text(retentionProblem),
    values: [...retentionDays, 'never'],
    type: 'whole number or `never`',
    default: '30',
    description: 'How many days the log is kept; `never` deletes nothing.'
  },
  'container-insights': {
    ...choice(['disabled', 'enabled', 'enhanced']),
    default: 'disabled',
    description: "The cluster's own metrics in CloudWatch, which cost extra."
  },
  'failure-log-lines': {
    ...whole(0, 1000),
    default: '50',
    description: "How many of a failed container's last lines are shown; 0 shows only the link."
  }
} satisfies Readonly<Record<string, Setting>>
