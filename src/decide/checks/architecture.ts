// Whether what the image stands on is there for the processor that the tasks run on.
import { notOk, ok, unknown, type Check } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import { platformOf } from '../../model/plan.ts'
import type { Seen } from '../../model/seen.ts'

export function architectureChecks({ architecture, source }: Config, { base }: Seen): readonly Check[] {
  if (!base) return []
  const about = { topic: 'architecture', subject: source.from === 'build' ? 'base image' : 'image' } as const
  const wanted = platformOf(architecture)
  // Without docker a deployment ends too, but its build says so better.
  if (base.at === 'failed') return [unknown(about, base.failure.sentence, base.failure.remedy)]
  if (base.value.at === 'unknown')
    return [
      unknown(
        about,
        `Which processors it is for is not known: ${base.value.because}.`,
        'The build, or the first task, will tell.'
      )
    ]
  const { image, platforms } = base.value
  if (platforms.includes(wanted)) return [ok(about, `${image} is there for ${wanted}.`)]
  return [
    notOk(about, {
      code: 'ARCHITECTURE_MISMATCH',
      text: `${image} is for ${platforms.join(', ')}, and the tasks run on ${wanted}.`,
      remedy: 'Set `architecture` to that of the image, or take one that is there for the other processor.'
    })
  ]
}
