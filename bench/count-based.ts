// The peer: a watcher that goes by counts, as the official deploy action had it: the SDK's waiter for stable services.
import { stage } from '../test/simulation/stage.ts'
import type { Story } from '../test/simulation/story.ts'
import { truthOf } from '../test/simulation/truth.ts'

export interface Counted {
  readonly green: boolean
  readonly isWrong: boolean
  /** Seconds between ECS being done and its word; negative when it spoke before. */
  readonly lag?: number
}

/** Seconds between two looks: at least, and at most; in between they double and are drawn by chance (F0.6). */
const [minimum, maximum] = [15, 600]
const ceiling = Math.log2(maximum / minimum) + 1

export async function watchByCount(story: Story): Promise<Counted> {
  const { region, world, begin, revision } = await stage(story)
  const { time, chance, service } = region
  const green = await time.pass(wait())
  const { verdicts, at } = truthOf(service, time.now())
  return {
    green,
    isWrong: !verdicts.some((verdict) => (verdict === 'deployed') === green),
    ...(at !== undefined && { lag: (time.now() - at) / 1000 })
  }

  async function wait(): Promise<boolean> {
    begin()
    const wanted = { cluster: 'shop-cluster', service: 'shop-service', taskDefinition: revision, force: true }
    if ((await world.aws.services.update(wanted)).at === 'unclear') return false
    for (let attempt = 0; ; attempt++) {
      const ms = attempt === 0 ? 0 : 1000 * pause(attempt)
      if (time.now() + ms > world.deadline) return false
      await time.pause(ms)
      if (await isStable()) return true
    }
  }

  async function isStable(): Promise<boolean> {
    try {
      const found = await world.aws.services.describe('shop-cluster', 'shop-service')
      return found?.deployments.length === 1 && found.running === found.desired
    } catch {
      return false
    }
  }

  function pause(attempt: number): number {
    return attempt > ceiling ? maximum : chance.between(minimum, Math.min(maximum, minimum * 2 ** (attempt - 1)))
  }
}
