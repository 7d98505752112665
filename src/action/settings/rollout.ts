// How a version takes over.
import { choice, flag, list, whole } from './form.ts'
import { alarmProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const rollout = {
  strategy: {
    ...choice(['rolling', 'blue-green', 'canary', 'linear']),
    default: 'rolling',
    description: 'How a new version takes over: task by task, or with all visitors, some first, or in steps.'
  },
  'bake-minutes': {
    ...whole(0, 1440),
    default: '5',
    description: 'With a strategy other than `rolling`, how long each step and the end are watched.'
  },
  'rollback-alarms': {
    ...list(alarmProblem),
    otherwise: '`none` with `strategy: rolling`, `5xx` with the others',
    description: "CloudWatch alarms that undo a rollout: names, `5xx` for one of ours on the app's errors, or `none`."
  },
  'canary-percent': {
    ...whole(1, 99),
    default: '10',
    description: 'With `strategy: canary`, how many of a hundred requests the new version gets at first.'
  },
  'linear-step-percent': {
    ...whole(3, 100),
    default: '20',
    description: 'With `strategy: linear`, how many of a hundred requests more it gets at each step.'
  },
  'failure-threshold': {
    ...whole(1, 200),
    default: '2',
    description: 'After how many failed tasks the rollout is given up and undone.'
  },
  'fail-fast': {
    ...flag(),
    default: 'true',
    description: 'Whether a rollout that cannot succeed is undone at once; otherwise ECS decides (`strategy: rolling`).'
  },
  'on-cancel': {
    ...choice(['rollback', 'leave']),
    default: 'rollback',
    description: 'What becomes of a rollout when the run is cancelled or times out.'
  },
  waves: {
    ...choice(['first-then-rest', 'parallel', 'serial']),
    default: 'first-then-rest',
    ofTheRun: true,
    description:
      'With several regions, which are rolled out to at once: the first alone and then all others, all, or one by one.'
  },
  'on-region-failure': {
    ...choice(['stop', 'continue', 'rollback-all']),
    default: 'stop',
    ofTheRun: true,
    description:
      'With several regions, what a failure in one means: no further ones are begun, the others go on, or all go back to what they ran before.'
  }
} satisfies Readonly<Record<string, Setting>>
