// `npm run --silent template -- --name shop --regions eu-west-1 ...`: prints the templates and the task definition of a
// configuration as one JSON object. Every input of the action is a flag of the same name; a flag given again adds a line.
import { parseArgs } from 'node:util'
import { parseConfig } from '../src/action/parse/parse.ts'
import { readRunner } from '../src/action/runner.ts'
import { settingList, settingNames } from '../src/action/settings/all.ts'
import { Failure } from '../src/model/failure.ts'
import { standalone } from '../src/template/standalone.ts'

if (process.argv.includes('--help')) {
  const flags = settingList.map(([name, { type, description }]) => `  --${name} (${type})\n      ${description}`)
  console.log(`npm run --silent template -- --name shop --regions eu-west-1 ...\n\n${flags.join('\n')}`)
  process.exit(0)
}

try {
  const { configs, warnings } = parseConfig(readFlags(), readRunner())
  const [config] = configs
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  const { frontDoor } = config
  if (frontDoor.at === 'domain' && frontDoor.www === 'zone-apex' && frontDoor.hostedZone.do !== 'none') {
    console.error('Note: only an account tells the zone of the domain; say `--www true` or `--www false` to be sure.')
  }
  console.log(JSON.stringify(standalone(config), undefined, 2))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(`${error.code}: ${error.sentence}\n${error.remedy}`)
  process.exitCode = 1
}

/** The only ones that say something alone. */
function isFlag(name: string): boolean {
  return settingList.find(([each]) => each === name)?.[1].type === 'true or false'
}

function readFlags() {
  const args = process.argv.slice(2)
  const named = args.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? [])
  // A flag that no input has the name of takes its value along, so that it is named as the mistake.
  const options = Object.fromEntries(
    [...settingNames, ...named].map((name) => [name, { type: 'string', multiple: true }] as const)
  )
  const { values, positionals } = parseArgs({ args, options, strict: false, allowPositionals: true })
  if (positionals.length > 0) {
    throw new Failure({
      code: 'INPUT_INVALID',
      sentence: `\`${positionals.join(' ')}\` belongs to no flag.`,
      remedy: 'Write each input as `--name value`, with quotes around a value that has spaces.'
    })
  }
  const [empty] =
    Object.entries(values).find(
      ([name, lines]) => [lines].flat().includes(true) && settingNames.includes(name) && !isFlag(name)
    ) ?? []
  if (empty !== undefined) {
    throw new Failure({
      code: 'INPUT_INVALID',
      sentence: `\`--${empty}\` has no value.`,
      remedy: `Write it behind: \`--${empty} value\`, or \`--${empty}=value\` when the value begins with a hyphen.`
    })
  }
  const given = Object.entries(values).map(([name, lines]) => [name, [lines].flat().join('\n')] as const)
  const isKnown = ([name]: readonly [string, string]): boolean => settingNames.includes(name)
  return {
    given: Object.fromEntries(given.filter(isKnown)),
    unknown: given.filter((flag) => !isKnown(flag)).map(([name]) => name)
  }
}
