// The output of a build that failed -> what is wrong, where, and the way out; pure.
import { Failure } from '../model/failure.ts'
import { lastLine } from './answer.ts'

/** Lines of the failed step that are shown. */
const stepLines = 20

export function buildFailure(lines: readonly string[]): Failure {
  const reason = reasonOf(lines)
  return new Failure({
    code: 'BUILD_FAILED',
    sentence: `The image does not build: ${reason}`,
    remedy: remedyFor(lines.join('\n')),
    evidence: [...excerptOf(lines), ...outputOf(lines)]
  })
}

/** Before what BuildKit, and the builder before it, wrap around the reason. */
const wrapping =
  /^(ERROR: |Error response from daemon: |failed to solve( with frontend \S+)?: |failed to (read dockerfile|create LLB definition): |rpc error: code = \w+ desc = )+/i

function reasonOf(lines: readonly string[]): string {
  const says = /^(ERROR: |error: |failed to |executor failed |Error response from daemon: |The command '|unable to )/
  const line = lines.findLast((text) => says.test(text)) ?? lastLine(lines)
  return line.trim().replace(wrapping, '')
}

/** `Dockerfile:5` and the excerpt after it; BuildKit prints them. */
function excerptOf(lines: readonly string[]): readonly string[] {
  const start = lines.findLastIndex((line, index) => /^\S.*:\d+$/.test(line) && /^-{10,}$/.test(lines[index + 1] ?? ''))
  if (start < 0) return []
  const excerpt = lines.slice(start + 2)
  const end = excerpt.findIndex((line) => /^-{10,}$/.test(line))
  const marked = excerpt.slice(0, end < 0 ? 0 : end).filter((line) => line.includes('>>>'))
  return [lines[start] ?? '', ...marked]
}

/** What the failed step printed: between two rules and headed by ` > [2/5] RUN ...:`. */
function outputOf(lines: readonly string[]): readonly string[] {
  const start = lines.findLastIndex((line, index) => line.startsWith(' > ') && /^-{4,}$/.test(lines[index - 1] ?? ''))
  if (start < 0) return lines.filter((line) => line.trim() !== '').slice(-stepLines)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => /^-{4,}$/.test(line))
  return [lines[start]?.trim() ?? '', ...rest.slice(0, end < 0 ? stepLines : end).slice(-stepLines)]
}

const remedies: readonly { readonly when: RegExp; readonly remedy: string }[] = [
  {
    when: /exec format error/i,
    remedy: 'A step runs a program of another CPU: set up QEMU on the runner, or use a runner of that architecture.'
  },
  { when: /no space left on device/i, remedy: 'Free disk space on the runner, or make the image smaller.' },
  {
    when: /failed to resolve source metadata|pull access denied|manifest unknown|manifest for .* not found|error getting credentials/i,
    remedy: 'Check the name after FROM and whether this job may pull it; log in to its registry before this step.'
  },
  {
    when: /toomanyrequests|pull rate limit/i,
    remedy: "The base image's registry limits pulls: log in before this step, or keep the base image in ECR."
  },
  {
    when: /failed to (compute|calculate) .*(checksum|not found)|COPY failed|ADD failed|lstat .*: no such file/i,
    remedy:
      'The file is not in the build context: check the path, `context`, .dockerignore and whether it is checked out.'
  },
  {
    when: /dockerfile parse error|unknown instruction|Unknown flag/i,
    remedy: 'Mend that line of the Dockerfile; an older docker may not know a newer instruction.'
  },
  {
    when: /target stage .* could not be found|failed to reach build target/i,
    remedy: 'Set `target` to the name of a stage of the Dockerfile.'
  },
  {
    when: /Cannot connect to the Docker daemon/i,
    remedy: 'Start docker on the runner, or set DOCKER_HOST to where it listens.'
  }
]

const remedyFor = (text: string): string =>
  remedies.find(({ when }) => when.test(text))?.remedy ??
  'Mend the step that is shown; `docker build` fails in the same way on your machine. Nothing was deployed.'
