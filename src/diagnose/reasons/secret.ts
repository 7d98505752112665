// A secret or parameter could not be read when the task started (F2.9).
import type { FailureCode } from '../../model/failure.ts'
import { namedSecret, refusedAction, type Reason } from '../diagnosis.ts'

const code: FailureCode = 'SECRET_UNREADABLE'

export const secret: readonly Reason[] = [
  {
    when: /(pull secrets|retrieve secret|\basm\b|\bssm\b).*(AccessDenied|not authorized)/is,
    hopeless: 'once-settled',
    say: (_, text) => ({
      code,
      sentence: `The execution role may not read ${secretName(text)}${refused(text)}.`,
      remedy:
        'Allow it to the execution role, not to the task role: the value, and the key that encrypts it (kms:Decrypt).'
    })
  },
  {
    when: /did not contain json key|retrieve json key/i,
    hopeless: 'at-once',
    say: (_, text) => ({
      code,
      sentence: `${capital(secretName(text))} has no such JSON key${keyIn(text)}.`,
      remedy: 'Mend the key in `secrets`: it stands behind the ARN, as in `ARN:key::`.'
    })
  },
  {
    when: /(pull secrets|retrieve secret|\basm\b|\bssm\b|secret).*(ResourceNotFoundException|can.t find the specified secret|staging label|invalid (ssm )?parameters)/is,
    hopeless: 'at-once',
    say: (_, text) => ({
      code,
      sentence: `${capital(secretName(text))} is not there, or has no value yet.`,
      remedy:
        'Check its ARN and region in `secrets`, and give it a value. A plain name there is a parameter of Parameter Store; ' +
        'a secret of Secrets Manager is named by its ARN.'
    })
  },
  {
    when: /unable to (pull secrets|retrieve secret)/i,
    hopeless: 'by-repetition',
    say: (_, text) => ({
      code,
      sentence: `${capital(secretName(text))} could not be read when the task started.`,
      remedy: 'Check the ARN, the JSON key and the region in `secrets`, and that the secret has a value.'
    })
  }
]

const secretName = (text: string): string => namedSecret(text) ?? 'a secret or parameter'

/** An ARN or a path stays as it is. */
const capital = (name: string): string => name.replace(/^a /, 'A ')

function refused(text: string): string {
  const action = refusedAction(text)
  return action === undefined ? '' : `: it is refused ${action}`
}

function keyIn(text: string): string {
  const key = /json key:? "?([\w.-]+)/i.exec(text)?.[1]
  return key === undefined ? '' : `: \`${key}\``
}
