// The image could not be pulled (F2.9). What refused it stands before 'not found', which is also in the others' texts:
// `failed to resolve ref ...: 403 Forbidden`, `no match for platform in manifest: not found`.
import { refusedAction, type Reason } from '../diagnosis.ts'

/** Found by the registry, or by the kernel, which writes it into the container's own log. */
export const otherProcessor: Reason = {
  when: /descriptor matching platform|no match for platform|exec format error/i,
  hopeless: 'at-once',
  say: ({ architecture }) => ({
    code: 'ARCHITECTURE_MISMATCH',
    sentence: `The image was built for another processor than ${architecture}.`,
    remedy: 'Set `architecture` to what the image is built for, or build it for what `architecture` says.'
  })
}

export const pull: readonly Reason[] = [
  otherProcessor,
  {
    when: /CannotPullContainer.*(toomanyrequests|rate limit)/is,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The registry refused the pull: too many of them.',
      remedy: 'Push the image to ECR instead of pulling it from a public registry at each start.'
    })
  },
  {
    when: /(CannotPullContainer|ResourceInitializationError).*(i\/o timeout|dial tcp|request canceled|TLS handshake timeout|context (deadline|canceled)|Client\.Timeout|signal: killed|task network configuration)/is,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'NETWORK_UNREACHABLE',
      sentence: 'The task has no way to the registry or to the secrets store.',
      remedy:
        'Its subnets (`subnet-ids`) need a route 0.0.0.0/0 to an internet gateway and the task a public address, or VPC endpoints.'
    })
  },
  {
    when: /CannotPullContainer(?!.*\.dkr\.ecr\.).*(pull access denied|authentication required|unauthorized|no basic auth)/is,
    hopeless: 'once-settled',
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The registry refused the pull: it knows no such image, or wants a login.',
      remedy:
        'Check the name in `image`; for a private registry name the secret with its login in `registry-credentials`.'
    })
  },
  {
    when: /CannotPullContainer.*(403 Forbidden|no basic auth|access ?denied|authorization failed|permissions)|ecr:GetAuthorizationToken/is,
    hopeless: 'once-settled',
    say: (_, text) => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: `The execution role may not pull the image${said(refusedAction(text))}.`,
      remedy: 'The execution role needs AmazonECSTaskExecutionRolePolicy; in another account, a repository policy too.'
    })
  },
  {
    when: /CannotPullContainer.*no space left on device/is,
    hopeless: 'by-repetition',
    say: ({ diskGib }) => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: `The image does not fit on the task's disk (${diskGib} GiB, unpacked).`,
      remedy: 'Raise `ephemeral-storage-gib`, or make the image smaller by a multi-stage build.'
    })
  },
  {
    when: /CannotPullContainer.*(not found|manifest unknown|failed to resolve ref)/is,
    hopeless: 'at-once',
    say: (_, text) => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: `The image is not in the repository${said(imageIn(text))}.`,
      remedy: 'Push it again (`rebuild: true`); a lifecycle policy of your own must never expire images that run.'
    })
  },
  {
    when: /CannotPullContainer/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The image could not be pulled; the registry, or S3 behind it, refused a part of it.',
      remedy:
        "Look at the reason that is shown; with endpoints in the VPC, S3's endpoint policy and the repository's key too."
    })
  }
]

const said = (what: string | undefined): string => (what === undefined ? '' : ` (${what})`)

const imageIn = (text: string): string | undefined => /resolve ref ([^\s:]+(?::\d+)?[^\s]*?):? /.exec(text)?.[1]
