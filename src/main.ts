// The run, told in order; the only place where everything meets, and the only catch that ends it.
import { readInputs } from './action/inputs.ts'
import { openLog } from './action/log.ts'
import { conceal } from './action/conceal.ts'
import { parseConfig } from './action/parse.ts'
import { planLines } from './action/plan.ts'
import { report, reportFailure, type Telling } from './action/report.ts'
import { readRunner, type Runner } from './action/runner.ts'
import { connect } from './aws/connect.ts'
import { webIdentity } from './aws/credentials.ts'
import { observe } from './aws/observe.ts'
import { decideDeploy, planOf, type Wanted } from './decide/deploy.ts'
import { decidePreview } from './decide/plan.ts'
import { tagOf } from './decide/tag.ts'
import { connectDocker } from './docker/docker.ts'
import type { Config } from './model/config.ts'
import { Failure } from './model/failure.ts'
import type { Current } from './model/plan.ts'
import type { Step } from './model/progress.ts'
import type { Verdict } from './model/verdict.ts'
import { nameServersByDns } from './run/delegation.ts'
import { realClock } from './run/poll.ts'
import { plannedFacts } from './run/facts.ts'
import { askChanges } from './run/preview.ts'
import { deployRegion } from './run/region.ts'
import { readSource } from './run/source.ts'
import { visitThrough } from './run/visit.ts'
import type { World } from './run/world.ts'

export async function main(): Promise<void> {
  const runner = readRunner()
  const log = openLog(realClock)
  let telling: Telling = { runner, log }
  try {
    const { config, warnings, secretValues } = parseConfig(readInputs(), runner)
    telling = { ...telling, config }
    log.keepSecret(secretValues)
    warnings.forEach(log.warn)
    const verdict = await log.show(run(config, openWorld(config, runner)))
    await report(verdict, telling)
  } catch (error) {
    await reportFailure(error, telling)
  }
}

function run(config: Config, world: World): Step<Verdict> {
  switch (config.command) {
    case 'deploy':
      return deploy(config, world)
    case 'plan':
      return plan(config, world)
  }
}

async function* deploy(config: Config, world: World): Step<Verdict> {
  const { current, wanted, text } = yield* look(config, world)
  const plan = decideDeploy(config, current, wanted)
  const preview = conceal(decidePreview(config, current, plan), (line) => line)
  for (const line of planLines(preview)) yield { at: 'changed', stage: 'observe', text: line }
  yield { at: 'finished', stage: 'observe', text }
  const [region] = plan.regions
  if (!region) throw new Error('A plan has a region')
  return yield* deployRegion(plan, region, { config, current }, world)
}

async function* plan(config: Config, world: World): Step<Verdict> {
  const { current, wanted, text } = yield* look(config, world)
  const plan = planOf(config, current, wanted)
  const [region] = plan.regions
  if (!region) throw new Error('A plan has a region')
  const answers = yield* askChanges(region, { config, current }, world)
  yield { at: 'finished', stage: 'observe', text }
  const preview = decidePreview(config, current, plan, answers)
  return { verdict: 'planned', facts: plannedFacts(current, preview), preview }
}

interface Seen {
  readonly current: Current
  readonly wanted: Wanted
  /** What is there, in a few words. */
  readonly text: string
}

async function* look(config: Config, world: World): Step<Seen> {
  yield { at: 'started', stage: 'observe', title: `Look at what is there in ${world.aws.region}` }
  const context = await readSource(config.source, world)
  const wanted = { context, tag: tagOf(config, context, world.run) }
  const current = await observe(world.aws, config, wanted.tag)
  const { running } = current
  const text = running ? `a service that runs ${running.family}:${running.revision}` : 'no service yet'
  return { current, wanted, text }
}

function openWorld(config: Config, runner: Runner): World {
  const { proxyEnvironment, cancelled, environment, temp } = runner
  const [region] = config.regions
  const runId = runner.runId ?? 'local'
  const userAgent = `slipway run/${runId}`
  const credentials = credentialsOf(config, { ...runner, userAgent })
  const { cloudFormationRoleArn } = config.identity
  return {
    aws: connect({
      region,
      proxyEnvironment,
      userAgent,
      ...(credentials && { credentials }),
      ...(cloudFormationRoleArn !== undefined && { cloudFormationRoleArn })
    }),
    docker: connectDocker({ environment, temp }),
    visit: visitThrough(proxyEnvironment),
    nameServersOf: nameServersByDns(),
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
}

/** Absent: the SDK's default chain. */
function credentialsOf({ identity, regions }: Config, runner: Runner & { readonly userAgent: string }) {
  const { roleToAssume, roleSessionName, audience } = identity
  if (roleToAssume === undefined) return undefined
  const { idToken, proxyEnvironment, userAgent } = runner
  return webIdentity({
    region: regions[0],
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
