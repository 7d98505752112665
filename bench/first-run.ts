// How long the first run of an app takes with a slow build, beside what it is made of: build and push go on while the
// platform is made. Simulated, with AWS's usual durations and 50 ms a call.
import { regionsOf } from '../test/simulation/regions.ts'
import type { Docker } from '../src/docker/docker.ts'
import { hundredths, round, row } from './figures.ts'

const minutes = [1, 3, 5, 8]

export async function firstRun() {
  console.log('A first run by how long the build takes; seconds')
  console.log(row('build', 'push', 'platform', 'service', 'run', 'ratio'))
  const ratio: Record<string, number> = {}
  for (const build of minutes) {
    const { took, push, platform, service } = await measure(build * 60)
    ratio[build] = hundredths(took / (Math.max(build * 60 + push, platform) + service))
    console.log(row(build * 60, round(push), round(platform), round(service), round(took), ratio[build]))
  }
  return { ratio }
}

interface Measured {
  /** Seconds, each. */
  readonly took: number
  readonly push: number
  readonly platform: number
  readonly service: number
}

async function measure(build: number): Promise<Measured> {
  const all = regionsOf(['eu-west-1'], () => ({ faults: { latency: 50 } }))
  const { time } = all
  const slow = (docker: Docker): Partial<Docker> => ({
    async *build() {
      await time.pause(build * 1000)
      yield 'built at last'
      return { imageId: 'sha256:built' }
    },
    async *push(request) {
      const began = time.now()
      const pushed = yield* docker.push(request)
      push = (time.now() - began) / 1000
      return pushed
    }
  })
  let push = 0
  const { verdicts, took, spans } = await all.deploy({ tag: 'one', docker: slow })
  if (verdicts[0].verdict !== 'deployed') throw new Error(`The run ended ${verdicts[0].verdict}`)
  return { took, push, platform: spans.platform ?? 0, service: spans.service ?? 0 }
}
