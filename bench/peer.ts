// The official deploy action, from a checkout of it; nothing of it is in this repository.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Job } from '../local/runner.ts'

export const howToGetPeer = `This benchmark runs beside the official deploy action. Get it, and say where it is:

  git clone --depth 1 --branch v2.6.3 https://github.com/aws-actions/amazon-ecs-deploy-task-definition /tmp/official
  npm run bench -- detection --peer /tmp/official`

export interface Peer {
  readonly version: string
  /** How often it looks, in words. */
  readonly polling: string
  /** Its bundle, and the inputs with which it waits for the end. */
  readonly job: (taskDefinitionFile: string) => Pick<Job, 'bundle' | 'inputs'>
}

/** @returns undefined when there is no bundle of it at this path. */
export function findPeer(path: string): Peer | undefined {
  const bundle = resolve(path, 'dist/index.js')
  if (!existsSync(bundle)) return undefined
  const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { readonly version: string }
  return {
    version,
    polling: 'looks at once, then after 15 s, then after 15 s to a maximum that doubles up to 120 s, drawn by chance',
    job: (taskDefinitionFile) => ({
      bundle,
      inputs: {
        'task-definition': taskDefinitionFile,
        cluster: 'shop-cluster',
        service: 'shop-service',
        'wait-for-service-stability': 'true'
      }
    })
  }
}
