// The official action for CloudFormation stacks, from a checkout of it; nothing of it is in this repository.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Job } from '../local/runner.ts'

export const howToGetStackPeer = `It is measured beside the official CloudFormation action when you say where that is:

  git clone --depth 1 --branch v2.2.0 https://github.com/aws-actions/aws-cloudformation-github-deploy /tmp/official-stacks
  npm run bench -- nothing-to-do --peer /tmp/official-stacks`

export interface StackPeer {
  readonly version: string
  /** Its bundle and its defaults, which a runner would fill in, with these inputs. */
  readonly job: (inputs: Readonly<Record<string, string>>) => Pick<Job, 'bundle' | 'inputs'>
}

const packageSchema = z.object({ version: z.string() })
const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.union([z.string(), z.boolean(), z.number()]).optional() }))
})

/** @returns undefined when there is no bundle of it at this path. */
export function findStackPeer(path: string): StackPeer | undefined {
  const bundle = resolve(path, 'dist/index.js')
  if (!existsSync(bundle)) return undefined
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')))
  const { inputs } = actionSchema.parse(parse(readFileSync(join(path, 'action.yml'), 'utf8')))
  const defaults = Object.entries(inputs).flatMap(([name, input]) =>
    input.default === undefined ? [] : [[name, String(input.default)] as const]
  )
  return { version, job: (asked) => ({ bundle, inputs: { ...Object.fromEntries(defaults), ...asked } }) }
}
