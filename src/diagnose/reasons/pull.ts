// The image could not be pulled (F2.9). What refused it stands before 'not found', which is also in the others' texts:
// `failed to resolve ref ...: 403 Forbidden`, `no match for platform in manifest: not found`.
import type { Reason } from '../diagnosis.ts'

export const pull: readonly Reason[] = [
  {
    when: /descriptor matching platform|no match for platform|exec format error/i,
    say: ({ architecture }) => ({
      code: 'ARCHITECTURE_MISMATCH',
      sentence: `The image was built for another processor than ${architecture}.`,
      remedy: 'Set `architecture` to what the image is built for, or build it for what `architecture` says.'
    })
  },
  {
    when: /CannotPullContainer.*(toomanyrequests|rate limit)/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The registry refused the pull: too many of them.',
      remedy: 'Push the image to ECR instead of pulling it from a public registry at each start.'
    })
  },
  {
    when: /(CannotPullContainer|ResourceInitializationError).*(i\/o timeout|dial tcp|request canceled|TLS handshake timeout|context (deadline|canceled)|Client\.Timeout|signal: killed|task network configuration)/is,
    say: () => ({
      code: 'NETWORK_UNREACHABLE',
      sentence: 'The task has no way to the registry or to the secrets store.',
      remedy: 'Its subnets need a route to the internet (0.0.0.0/0) and the task a public address, or VPC endpoints.'
    })
  },
  {
    when: /CannotPullContainer.*(403|no basic auth|access ?denied|authorization failed|permissions)|ecr:GetAuthorizationToken/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The execution role may not pull the image.',
      remedy: 'The execution role needs AmazonECSTaskExecutionRolePolicy; in another account, a repository policy too.'
    })
  },
  {
    when: /CannotPullContainer.*no space left on device/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: "The image does not fit on the task's disk (20 GiB, unpacked).",
      remedy: 'Make the image smaller: fewer layers with build tools in them, a multi-stage build.'
    })
  },
  {
    when: /CannotPullContainer.*(not found|manifest unknown|failed to resolve ref)/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The image is not in the repository.',
      remedy: 'Push it again (`rebuild: true`); a lifecycle policy of your own must never expire images that run.'
    })
  },
  {
    when: /CannotPullContainer/i,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The image could not be pulled; the registry, or S3 behind it, refused a part of it.',
      remedy: "Look at the reason above; with endpoints in the VPC, S3's endpoint policy and the repository's key too."
    })
  }
]
