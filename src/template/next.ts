// The service stack as it will be asked for once the platform is what was asked for. Pure.
import type { Config } from '../model/config.ts'
import type { Current } from '../model/plan.ts'
import { present } from '../model/present.ts'
import { siteOf } from '../model/site.ts'
import { outputsOf, stackAction, type ResourceChange, type StackAction, type StackRequest } from '../model/stack.ts'
import { forecastOf, type Forecast } from './forecast.ts'
import { serviceRequest } from './service.ts'

export type NextService =
  | {
      readonly at: 'known'
      readonly request: StackRequest
      readonly action: StackAction
      /** Parameters whose values may be others when it is its turn. */
      readonly unsure: readonly string[]
      readonly forecast: Forecast
    }
  /** Nobody can tell: an operation is going on in the platform, or it accepts none. */
  | { readonly at: 'unknown'; readonly because: string }

/** @param changes of the platform; absent: nothing is there to be changed. */
export function nextService(
  config: Config,
  current: Current,
  platform: StackAction,
  changes?: readonly ResourceChange[]
): NextService {
  const forecast = forecastFor(current, platform, changes)
  if (!forecast) {
    const because =
      platform.do === 'refuse'
        ? 'it needs a platform stack that can be changed'
        : 'it depends on how the operation in the platform stack ends'
    return { at: 'unknown', because }
  }
  const site = siteOf(config, current.hostedZone)
  const request = serviceRequest(config, {
    region: current.region,
    outputs: forecast.outputs,
    ...present({ site })
  })
  return {
    at: 'known',
    request,
    action: stackAction(request, current.serviceStack),
    unsure: Object.keys(request.parameters).filter((name) => forecast.unsure.includes(name)),
    forecast
  }
}

function forecastFor(
  { platform: state }: Current,
  action: StackAction,
  changes: readonly ResourceChange[] | undefined
): Forecast | undefined {
  const now = outputsOf(state)
  switch (action.do) {
    case 'nothing':
      return { outputs: now, unsure: [] }
    case 'apply':
    case 'recreate':
      return forecastOf(action.request, now, changes)
    case 'join':
    case 'continue':
    case 'refuse':
      return undefined
  }
}
