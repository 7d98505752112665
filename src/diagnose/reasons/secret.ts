// A secret or parameter could not be read when the task started (F2.9).
import type { FailureCode } from '../../model/failure.ts'
import type { Reason } from '../diagnosis.ts'

const code: FailureCode = 'SECRET_UNREADABLE'

export const secret: readonly Reason[] = [
  {
    when: /(pull secrets|retrieve secret|\basm\b|\bssm\b).*(AccessDenied|not authorized)/is,
    say: () => ({
      code,
      sentence: 'The execution role may not read a secret or parameter.',
      remedy:
        'Allow it to the execution role, not to the task role: the value, and the key that encrypts it (kms:Decrypt).'
    })
  },
  {
    when: /did not contain json key|retrieve json key/i,
    say: () => ({
      code,
      sentence: 'A secret has no such JSON key.',
      remedy: 'Mend the key in `secrets`: it stands behind the ARN, as in `ARN:key::`.'
    })
  },
  {
    when: /ResourceNotFoundException|can.t find the specified secret|staging label|invalid parameters/i,
    say: () => ({
      code,
      sentence: 'A secret or parameter is not there, or has no value yet.',
      remedy: 'Check its ARN and region in `secrets`, and give it a value.'
    })
  },
  {
    when: /unable to (pull secrets|retrieve secret)/i,
    say: () => ({
      code,
      sentence: 'A secret or parameter could not be read when the task started.',
      remedy: 'Check the ARN, the JSON key and the region in `secrets`, and that the secret has a value.'
    })
  }
]
