// What is said for one command alone.
import { idle, type Rule } from '../context.ts'

export const command: Rule = (context) =>
  context.values.command === 'rollback' ? [] : idle(context, ['to'], 'with `command: rollback`')
