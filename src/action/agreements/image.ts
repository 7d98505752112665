// An image is built or given.
import { readImage } from '../../model/image.ts'
import { cite, idle, type RuleContext, type Rule } from './rule.ts'
import type { Raw } from '../settings/setting.ts'
import type { SettingName } from '../settings/all.ts'

const forBuild: readonly SettingName[] = ['context', 'dockerfile', 'target', 'build-args', 'build-secrets', 'rebuild']

export const image: Rule = (context) => [...waiting(context), ...source(context)]

const waiting: Rule = (context) =>
  context.values['scan-gate'] === 'none' ? idle(context, ['scan-wait-minutes'], 'with a `scan-gate`') : []

const source: Rule = (context) => {
  const { asked } = context
  if (asked.image === undefined)
    return idle(context, ['registry-credentials'], 'with an `image` of a private registry outside ECR')
  const login = needlessLogin(context, asked.image.raw)
  const useless = forBuild.filter((name) => asked[name] !== undefined)
  if (useless.length === 0) return login
  return [
    ...login,
    `${cite(context, 'image')} means that nothing is built, and ${useless.map((name) => `\`${name}\``).join(', ')} ` +
      'would have no effect; leave out the one or the other'
  ]
}

/** ECR knows no such login, and an image that is pushed there first needs none. */
function needlessLogin(context: RuleContext, image: Raw): readonly string[] {
  if (typeof image !== 'string' || readImage(image.trim()).isRemote) return []
  return idle(context, ['registry-credentials'], 'with an `image` whose name begins with a registry other than ECR')
}
