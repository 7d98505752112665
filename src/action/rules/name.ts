// Names: ours is the stem of all that is made (stacks, cluster, repository, tags), so the narrowest alphabet decides.

/** The longest thing made of it is the image tag `kept-<name>-<hash>`, which has 128 characters at most. */
const longestName = 50

/** A name of another system in our alphabet; absent when nothing is left of it. */
export function reduceName(text: string): string | undefined {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (words === '') return undefined
  const started = /^[a-z]/.test(words) && words.length > 1 ? words : `app-${words}`
  return started.slice(0, longestName).replace(/-+$/, '')
}

export function nameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length >= 2 && name.length <= longestName) return undefined
  const better = reduceName(name)
  return (
    `a name has 2 to ${longestName} small letters, digits and single hyphens, and begins with a letter` +
    (better === undefined ? '' : `; \`${better}\` would do`)
  )
}

/** F4. */
export function repositoryProblem(repository: string): string | undefined {
  const registry = /^[^/]+\.amazonaws\.com(\.cn)?\/(.+)$/.exec(repository)
  if (registry) return `only the repository's own name is wanted: \`${registry[2] ?? ''}\``
  const path = repository.split('/')
  const isPath = path.every((part) => /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(part))
  if (isPath && /^[a-z]/.test(repository) && repository.length >= 2 && repository.length <= 256) return undefined
  return (
    'ECR takes 2 to 256 small letters and digits, single `.`, `_` or `-` between them, `/` between parts, ' +
    'and a letter at the start'
  )
}

export function imageTagProblem(tag: string): string | undefined {
  if (tag.startsWith('kept-')) return 'tags that begin with `kept-` are ours: they keep images for a rollback'
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag)) return undefined
  return 'a tag has at most 128 letters, digits, `_`, `.` and `-`, and begins with a letter, a digit or `_`'
}

/** STS refuses other characters, `dependabot[bot]` among them; a session name is no reason to fail. */
export function reduceSessionName(text: string): string {
  const reduced = text
    .replace(/[^\w+=,.@-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
  return reduced.length < 2 ? `slipway-${reduced}`.replace(/-$/, '') : reduced
}

/** AWS takes 50 on a resource, and a revision has seven of ours. */
export const mostTags = 43

export function tagKeyProblem(key: string): string | undefined {
  if (/^(aws|slipway):/i.test(key))
    return `the tag \`${key}\` begins with \`aws:\` or \`slipway:\`, which are taken; choose another name`
  if (/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key)) return undefined
  return `the tag key \`${key}\` has a character that AWS refuses; it takes letters, digits, spaces and _ . : / = + - @`
}

export const variableProblem = (name: string): string | undefined =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : `\`${name}\` is no variable name: letters, digits and \`_\` are, with no digit at the start`

export const secretIdProblem = (id: string): string | undefined =>
  /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)
    ? undefined
    : `\`${id}\` is no id of a build secret: letters, digits, \`_\`, \`.\` and \`-\` are`
