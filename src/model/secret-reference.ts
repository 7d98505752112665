// What a reference to a secret or a parameter names, and where that is (F1.17).

export type SecretReference =
  | { readonly in: 'secrets-manager'; readonly id: string; readonly region: string | undefined }
  /** `names`: an ARN does not tell whether a slash leads the name. */
  | {
      readonly in: 'parameter-store'
      readonly names: readonly string[]
      readonly region: string | undefined
      readonly account?: string
    }

/** @param reference as `secretsOf` gives it: an ARN, a parameter's name, or `secret:` and a secret's name. */
export function readReference(reference: string): SecretReference {
  if (reference.startsWith('secret:'))
    return { in: 'secrets-manager', id: reference.slice('secret:'.length), region: undefined }
  if (!reference.startsWith('arn:')) return { in: 'parameter-store', names: [reference], region: undefined }
  const parts = reference.split(':')
  const [, , service, region, account = ''] = parts
  if (service === 'secretsmanager') return { in: 'secrets-manager', id: parts.slice(0, 7).join(':'), region }
  const path = reference.replace(/^.*?:parameter\//, '')
  return { in: 'parameter-store', names: path.includes('/') ? [`/${path}`] : [path, `/${path}`], region, account }
}

/** An ARN ends with a hyphen and six characters that nobody knows who has only the name (F1.17). */
export const isWholeArn = (secret: string): boolean => /^arn:.*-[A-Za-z0-9]{6}$/.test(secret)

export interface Here {
  readonly region: string
  readonly account: string
}

/** Of a secret its ARN alone is asked for, which names the account. */
export const isHere = (to: SecretReference, { region, account }: Here): boolean =>
  (to.region ?? region) === region && (to.in === 'secrets-manager' || (to.account ?? account) === account)

/** Without what follows the ARN of a secret, whose name holds no colon: a key or a version of it (F1.17). */
export const referenceText = (reference: string): string => {
  const read = readReference(reference)
  return read.in === 'secrets-manager' ? read.id : reference
}
