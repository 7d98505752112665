// The run, told in order; the only place where everything meets, and the only catch that ends it.
import { readInputs } from './action/inputs.ts'
import { openLog, type Log } from './action/log.ts'
import { conceal } from './action/conceal.ts'
import { parseConfig } from './action/parse.ts'
import { planLines } from './action/plan.ts'
import { report, reportFailure, type Telling } from './action/report.ts'
import { readRunner, type Runner } from './action/runner.ts'
import { connectAll } from './aws/connect.ts'
import { webIdentity } from './aws/credentials.ts'
import { observe } from './aws/observe.ts'
import { decideDeploy, plansOf, type Wanted } from './decide/deploy.ts'
import { decidePreview } from './decide/plan.ts'
import { decideRollback, tagIn, tellRelease } from './decide/rollback.ts'
import { driftOf } from './decide/status.ts'
import { tagOf } from './decide/tag.ts'
import { wavesOf } from './decide/waves.ts'
import { connectDocker } from './docker/docker.ts'
import type { Config, Configs } from './model/config.ts'
import { asFailure, Failure, failureIn } from './model/failure.ts'
import type { Current, Plan } from './model/plan.ts'
import type { Progress, Step } from './model/progress.ts'
import { mapSeveral, type Several } from './model/several.ts'
import type { Verdict, Verdicts } from './model/verdict.ts'
import { nameServersByDns } from './run/delegation.ts'
import { cutOff, realClock } from './run/poll.ts'
import { plannedFacts } from './run/facts.ts'
import { destroyRefusal, destroyRegion } from './run/destroy.ts'
import { askChanges } from './run/preview.ts'
import type { Planned } from './run/region.ts'
import { deployRegions, inEach } from './run/regions.ts'
import { rollbackRegion } from './run/rollback.ts'
import { readSource } from './run/source.ts'
import { statusRegion } from './run/status.ts'
import { visitThrough } from './run/visit.ts'
import type { Place, Places, World } from './run/world.ts'
import { dueStep, verify } from './verify.ts'

export async function main(): Promise<void> {
  const runner = readRunner()
  const log = openLog(realClock)
  let telling: Telling = { runner, log }
  try {
    const { configs, warnings, secretValues } = parseConfig(readInputs(), runner)
    telling = { ...telling, configs }
    log.keepSecret(secretValues)
    warnings.forEach(log.warn)
    const over = cutOff({ clock: realClock, cancelled: runner.cancelled })
    const verdicts = await log.show(run(openPlaces(configs, runner), log.hide), over)
    await report(verdicts, telling)
  } catch (error) {
    await reportFailure(error, telling)
  }
}

function run(places: Places, hide: Log['hide']): Step<Verdicts> {
  switch (places[0].config.command) {
    case 'deploy':
      return deploy(places, hide)
    case 'plan':
      return plan(places)
    case 'rollback':
      return rollback(places)
    case 'status':
      return status(places)
    case 'destroy':
      return destroy(places)
    case 'verify':
      return verify(places)
  }
}

async function* deploy(places: Places, hide: Log['hide']): Step<Verdicts> {
  const { seen, wanted, text } = yield* look(places)
  const plans = decideDeploy(seen, wanted)
  const planned = mapSeveral(seen, (one, index) => {
    const plan = plans[index] ?? plans[0]
    const checks = dueStep(one, plan.region, one.world)
    return { ...one, ...plan, ...(checks && { checks }) }
  })
  for (const line of planned.flatMap((one) => previewLines(one, seen.length > 1, hide)))
    yield { at: 'changed', stage: 'observe', text: line }
  yield { at: 'finished', stage: 'observe', text }
  return yield* deployRegions(planned, wavesOf(places[0].config.rollout.waves, planned))
}

async function* plan(places: Places): Step<Verdicts> {
  const { seen, wanted, text } = yield* look(places)
  yield { at: 'finished', stage: 'observe', text }
  const plans = plansOf(seen, wanted)
  return yield* inEach(seen, (one, index) => planRegion(one, plans[index] ?? plans[0]))
}

async function* planRegion({ config, world, current }: Seen, plan: Plan): Step<Verdict> {
  const answers = yield* askChanges(plan.region, { config, current }, world)
  const preview = decidePreview(config, current, plan, answers)
  return { verdict: 'planned', facts: plannedFacts(current, preview), preview }
}

/** Hidden before it is cut: half of a secret is not known any more. */
function previewLines({ config, current, image, region }: Planned, isOneOfMany: boolean, hide: Log['hide']) {
  const lines = planLines(conceal(decidePreview(config, current, { image, region }), hide))
  return isOneOfMany ? lines.map((line) => `${config.region}: ${line}`) : lines
}

async function* status(places: Places): Step<Verdicts> {
  yield looking(places)
  const seen = await see(places, () => undefined)
  yield { at: 'finished', stage: 'observe', text: seen.map((one) => seenText(one, seen.length > 1)).join('; ') }
  return yield* inEach(seen, ({ config, current, world }) =>
    statusRegion(driftOf(config, current), { config, current }, world)
  )
}

async function* destroy(places: Places): Step<Verdicts> {
  yield looking(places)
  const seen = await see(places, () => undefined)
  // What is refused in one region is refused before any is touched.
  for (const { config, current, world } of seen) {
    const refusal = await destroyRefusal({ config, current }, world)
    if (refusal) throw seen.length > 1 ? failureIn(config.region, refusal) : refusal
  }
  yield { at: 'finished', stage: 'observe', text: seen.map((one) => seenText(one, seen.length > 1)).join('; ') }
  return yield* inEach(seen, ({ config, current, world }) => destroyRegion({ config, current }, world))
}

async function* rollback(places: Places): Step<Verdicts> {
  yield looking(places)
  const seen = await see(places, ({ config }) => tagIn(config.to))
  // What is refused in one region is refused before any is touched.
  const chosen = mapSeveral(seen, (one) => ({ ...one, to: decideRollback(one.config, one.current, one.world.run) }))
  const texts = chosen.map(({ config, to }) =>
    sayIn(config.region, `goes back to ${tellRelease(to)}`, chosen.length > 1)
  )
  yield { at: 'finished', stage: 'observe', text: texts.join('; ') }
  return yield* inEach(chosen, ({ config, current, world, to }) => rollbackRegion(to, { config, current }, world))
}

interface Seen extends Place {
  readonly current: Current
}

interface Looked {
  readonly seen: Several<Seen>
  readonly wanted: Wanted
  /** What is there, in a few words. */
  readonly text: string
}

/** All regions at once: what would be refused in one of them is refused before anything is touched. */
async function* look(places: Places): Step<Looked> {
  const [home] = places
  yield looking(places)
  const context = await readSource(home.config, home.world)
  const wanted = { context, tag: tagOf(home.config, context, home.world.run) }
  const seen = await see(places, () => wanted.tag)
  return { seen, wanted, text: seen.map((one) => seenText(one, seen.length > 1)).join('; ') }
}

const looking = (places: Places): Progress => ({
  at: 'started',
  stage: 'observe',
  title: `Look at what is there in ${places.map(({ config }) => config.region).join(', ')}`
})

/** @param tagOf what an image is called that is asked for. */
async function see(places: Places, tagOf: (place: Place) => string | undefined): Promise<Several<Seen>> {
  const found = places.map((place) => lookAt(place, tagOf(place), places.length > 1))
  const [first, ...others] = await Promise.all(found)
  if (!first) throw new Error('A run has a region')
  return [first, ...others]
}

async function lookAt({ config, world }: Place, tag: string | undefined, isOneOfMany: boolean): Promise<Seen> {
  try {
    return { config, world, current: await observe(world.aws, config, tag) }
  } catch (error) {
    throw isOneOfMany ? failureIn(config.region, asFailure(error)) : error
  }
}

function seenText({ config, current: { running } }: Seen, isOneOfMany: boolean): string {
  const text = running ? `a service that runs ${running.family}:${running.revision}` : 'no service yet'
  return sayIn(config.region, text, isOneOfMany)
}

const sayIn = (region: string, text: string, isOneOfMany: boolean): string =>
  isOneOfMany ? `${region}: ${text}` : text

function openPlaces(configs: Configs, runner: Runner): Places {
  const { proxyEnvironment, cancelled, environment, temp } = runner
  const [config] = configs
  const runId = runner.runId ?? 'local'
  const userAgent = `slipway run/${runId}`
  const credentials = credentialsOf(config, { ...runner, userAgent })
  const { cloudFormationRoleArn } = config.identity
  const all: Omit<World, 'aws'> = {
    docker: connectDocker({ environment, temp }),
    visit: visitThrough(proxyEnvironment),
    nameServersOf: nameServersByDns(proxyEnvironment),
    clock: realClock,
    cancelled,
    deadline: realClock.now() + config.timeoutMinutes * 60_000,
    run: {
      id: runId,
      attempt: runner.attempt ?? '1',
      ...(runner.commit !== undefined && { commit: runner.commit }),
      ...(runner.actor !== undefined && { actor: runner.actor }),
      ...(runner.repository !== undefined && { repository: runner.repository })
    }
  }
  const regions = mapSeveral(configs, ({ region }) => region)
  const connected = connectAll(regions, {
    proxyEnvironment,
    userAgent,
    ...(credentials && { credentials }),
    ...(cloudFormationRoleArn !== undefined && { cloudFormationRoleArn })
  })
  return mapSeveral(connected, (aws, index) => ({ config: configs[index] ?? config, world: { ...all, aws } }))
}

/** Absent: the SDK's default chain. */
function credentialsOf({ identity, region }: Config, runner: Runner & { readonly userAgent: string }) {
  const { roleToAssume, roleSessionName, audience } = identity
  if (roleToAssume === undefined) return undefined
  const { idToken, proxyEnvironment, userAgent } = runner
  return webIdentity({
    region,
    roleArn: roleToAssume,
    sessionName: roleSessionName,
    idToken: () => (idToken ? idToken(audience) : Promise.reject(noToken())),
    proxyEnvironment,
    userAgent
  })
}

const noToken = (): Failure =>
  new Failure({
    code: 'CREDENTIALS_MISSING',
    sentence: 'Input `role-to-assume` needs a token of GitHub, and this job may not ask for one.',
    remedy: 'Give the job `permissions: { id-token: write, contents: read }`.'
  })
