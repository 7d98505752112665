// An image is built or given.
import { idle, placeOf, type Rule } from '../context.ts'
import type { SettingName } from '../settings/all.ts'

const forBuild: readonly SettingName[] = ['context', 'dockerfile', 'target', 'build-args', 'build-secrets', 'rebuild']

export const image: Rule = (context) => {
  const { asked } = context
  if (asked.image === undefined)
    return idle(context, ['registry-credentials'], 'with an `image` of a private registry outside ECR')
  const useless = forBuild.filter((name) => asked[name] !== undefined)
  if (useless.length === 0) return []
  return [
    `${placeOf(context, 'image')} means that nothing is built, and ${useless.map((name) => `\`${name}\``).join(', ')} ` +
      'would have no effect; leave out the one or the other'
  ]
}
