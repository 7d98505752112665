// Where a deployment that moves visitors is, in words: the stages of blue/green, canary and linear (F2.5). Pure.
import type { Strategy } from '../../model/config.ts'
import type { ServiceDeployment } from '../../model/service.ts'

/** What ECS waits for before it moves visitors on, or ends. */
export interface Pace {
  readonly strategy: Strategy
  /** Since the deployment was first seen where it is. */
  readonly seconds: number
}

/** ECS goes on to these only when every new task is healthy; none of them is a rolling deployment's. */
const afterScaleUp = new Set([
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT'
])

/** Whether a deployment that moves visitors has started its tasks, and goes on with them. */
export const isScaledUp = (deployment: ServiceDeployment | undefined): boolean =>
  deployment?.status === 'in-progress' &&
  deployment.lifecycleStage !== undefined &&
  afterScaleUp.has(deployment.lifecycleStage)

/** @param tasks how many tasks there are, in words. @returns undefined where there are no stages to tell. */
export function stageText(deployment: ServiceDeployment, pace: Pace, tasks: string): string | undefined {
  const { lifecycleStage: stage, paused } = deployment
  if (pace.strategy.kind === 'rolling' || stage === undefined) return undefined
  const text = tell(stage, deployment, pace, tasks)
  return paused ? `${text}; paused by a hook until somebody answers it` : text
}

function tell(stage: string, { percent }: ServiceDeployment, pace: Pace, tasks: string): string {
  switch (stage) {
    case 'RECONCILE_SERVICE':
      return 'ECS puts what runs in order first'
    case 'PRE_SCALE_UP':
      return 'before the new tasks are started'
    case 'SCALE_UP':
      return `starting the new tasks: ${tasks}`
    case 'POST_SCALE_UP':
      return `the new tasks are started: ${tasks}`
    case 'TEST_TRAFFIC_SHIFT':
      return 'moving test requests to the new version'
    case 'POST_TEST_TRAFFIC_SHIFT':
      return 'test requests get the new version'
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
      return 'before visitors are moved'
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return pace.strategy.kind === 'blue-green' || percent === undefined
        ? 'moving visitors to the new version'
        : `${percent} % of the visitors get the new version, ${baking(pace)}`
    case 'POST_PRODUCTION_TRAFFIC_SHIFT':
      return 'visitors get the new version'
    case 'BAKE_TIME':
      return `visitors get the new version, the old one is still there, ${baking(pace)}`
    case 'CLEAN_UP':
      return 'stopping the old tasks'
    default:
      return `at the stage ${stage}, which is new to us`
  }
}

function baking({ strategy, seconds }: Pace): string {
  const all = strategy.kind === 'rolling' ? 0 : strategy.bakeMinutes
  return `baking, ${Math.min(Math.floor(seconds / 60), all)} of ${all} min`
}
