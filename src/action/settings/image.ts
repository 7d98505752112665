// Where the image comes from.
import { choice, flag, pairs, text, whole } from './form.ts'
import { imageTagProblem, repositoryProblem, secretIdProblem, variableProblem } from '../rules/name.ts'
import { credentialsProblem, imageProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const image = {
  context: {
    ...text(),
    default: '.',
    description: 'The folder that the image is built from.'
  },
  dockerfile: {
    ...text(),
    otherwise: '`Dockerfile` in the context',
    description: 'The Dockerfile, from the root of the workspace.'
  },
  target: {
    ...text(),
    otherwise: 'the last stage',
    description: 'The stage of the Dockerfile to build.'
  },
  'build-args': {
    ...pairs(variableProblem),
    otherwise: 'none',
    description: 'Build arguments; they can be read from the image, so no secrets.',
    secret: true
  },
  'build-secrets': {
    ...pairs(secretIdProblem),
    otherwise: 'none',
    description: 'Secrets for `RUN --mount=type=secret,id=KEY`; they are in neither the image nor the process list.',
    secret: true
  },
  architecture: {
    ...choice(['x86_64', 'arm64']),
    default: 'x86_64',
    description: 'The processor that the image is built for and the task runs on.'
  },
  image: {
    ...text(imageProblem),
    otherwise: 'built from the Dockerfile',
    description: 'An image to use instead of a build: a local one is pushed, one in a registry is used where it is.'
  },
  'registry-credentials': {
    ...text(credentialsProblem),
    otherwise: 'none',
    description:
      'The Secrets Manager secret with the login of the private registry that `image` is in: its ARN or name.',
    secret: true
  },
  repository: {
    ...text(repositoryProblem),
    otherwise: 'the `name`',
    description: 'The ECR repository; it is made when it is missing.'
  },
  'image-tag': {
    ...text(imageTagProblem),
    otherwise: '`git-<commit>`, with a hash where options or files differ',
    description: 'The tag of the pushed image; what is deployed is its digest.'
  },
  rebuild: {
    ...flag(),
    default: 'false',
    description: 'Build and push even when the repository has an image of this commit.'
  },
  'scan-gate': {
    ...choice(['none', 'critical', 'high', 'medium']),
    default: 'none',
    description: "From which severity on a finding of ECR's scan keeps the image from being deployed."
  },
  'scan-wait-minutes': {
    ...whole(1, 60),
    default: '5',
    description: 'How long `scan-gate` waits for the end of the scan.'
  }
} satisfies Readonly<Record<string, Setting>>
