// Whether the secrets are there that tasks will read. Their values are never read.
import { checkOf, notOk, ok, unknown, type Check } from '../../model/check.ts'
import { readReference, referenceText } from '../../model/secret-reference.ts'
import type { Seen } from '../../model/seen.ts'

export function secretChecks({ secrets = [], region }: Seen): readonly Check[] {
  return secrets.map(([reference, reading]) => {
    const name = referenceText(reference)
    const about = { topic: 'secrets', subject: `secret ${name}` } as const
    const isParameter = readReference(reference).in === 'parameter-store'
    return checkOf(about, reading, (state) => {
      switch (state) {
        case 'there':
          return ok(about, 'It is there.')
        case 'elsewhere':
          return unknown(
            about,
            `It is in another region than ${region}, or of another account, where we do not look.`,
            'Check that it is there.'
          )
        case 'missing':
          return notOk(about, {
            code: 'SECRET_UNREADABLE',
            text: `There is no ${isParameter ? 'parameter ' : ''}${name} in ${region}.`,
            remedy:
              `Make it in ${region}, or correct its name in \`secrets\`` +
              (isParameter ? '; a secret of Secrets Manager is named by its ARN.' : '.')
          })
        case 'cut-short':
          return notOk(about, {
            code: 'SECRET_UNREADABLE',
            text: `${name} ends as a whole ARN does and is not one: no task may read it.`,
            remedy: 'Name it by its whole ARN, with the hyphen and the six characters that AWS adds.'
          })
        case 'being-deleted':
          return notOk(about, {
            code: 'SECRET_UNREADABLE',
            text: `${name} is being deleted.`,
            remedy: `Restore it (aws secretsmanager restore-secret), or name another in \`secrets\`.`
          })
      }
    })
  })
}
