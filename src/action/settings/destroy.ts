// What is taken away.
import { flag, text } from './form.ts'
import type { Setting } from './setting.ts'

export const destroy = {
  confirm: {
    ...text(),
    otherwise: 'nothing is removed',
    description: 'With `command: destroy`, the `name` once more.'
  },
  'keep-images': {
    ...flag(),
    default: 'false',
    description: 'With `command: destroy`, leave the repository and its images.'
  }
} satisfies Readonly<Record<string, Setting>>
