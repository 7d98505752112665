// A program called docker that writes down how it was called and answers what a test told it to.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Answers per command (`build`, `push`, ...), one after the other; the last one stays. */
export type Answers = Readonly<
  Record<
    string,
    readonly {
      readonly exit?: number
      readonly out?: string
      readonly error?: string
      /** Seconds that it goes on after what it says. */
      readonly lasts?: number
    }[]
  >
>

// Per command a counter, and per count a file to source; DOCKER_CONFIG's content and standard input are kept.
const script = `#!/bin/sh
command=$1; [ "$command $2" = "buildx build" ] && command=build
[ "$command $2" = "buildx version" ] && command=buildx
echo "$*" >> "$FAKE/calls"
[ "$command" = login ] && cat > "$FAKE/stdin" && cp "$DOCKER_CONFIG/config.json" "$FAKE/config"
[ "$command" = push ] && echo "$DOCKER_CONFIG $DOCKER_HOST" > "$FAKE/push-environment"
[ "$command" = build ] && env > "$FAKE/build-environment"
count=$(cat "$FAKE/$command.count" 2>/dev/null || echo 0)
[ -f "$FAKE/$command.$((count + 1))" ] && count=$((count + 1)) && echo $count > "$FAKE/$command.count"
while [ $# -gt 0 ]; do [ "$1" = --iidfile ] && printf 'sha256:built' > "$2"; shift; done
[ -f "$FAKE/$command.$count" ] && . "$FAKE/$command.$count"
exit 0
`

export interface FakeDocker {
  readonly environment: Readonly<Record<string, string>>
  readonly temp: string
  readonly calls: () => readonly string[]
  readonly saw: (file: 'stdin' | 'config' | 'push-environment' | 'build-environment') => string
}

export function fakeDocker(answers: Answers): FakeDocker {
  const root = mkdtempSync(join(tmpdir(), 'slipway-docker-'))
  for (const folder of ['bin', 'temp', 'fake']) mkdirSync(join(root, folder))
  const [program, fake] = [join(root, 'bin/docker'), join(root, 'fake')]
  writeFileSync(program, script)
  chmodSync(program, 0o755)
  for (const [command, list] of Object.entries(answers)) {
    for (const [index, { exit = 0, out = '', error = '', lasts = 0 }] of list.entries()) {
      const text = `cat <<'EOT'\n${out}\nEOT\ncat >&2 <<'EOT'\n${error}\nEOT\nsleep ${lasts}\nexit ${exit}\n`
      writeFileSync(join(fake, `${command}.${index + 1}`), text)
    }
  }
  // @actions/exec finds programs by our own PATH.
  const path = [
    join(root, 'bin'),
    ...(process.env.PATH ?? '').split(delimiter).filter((p) => !p.includes('slipway-docker-'))
  ]
  process.env.PATH = path.join(delimiter)
  const read = (file: string): string => (existsSync(join(fake, file)) ? readFileSync(join(fake, file), 'utf8') : '')
  return {
    environment: { PATH: process.env.PATH, FAKE: fake },
    temp: join(root, 'temp'),
    calls: () => read('calls').trim().split('\n'),
    saw: read
  }
}

/** All that a generator yields, and what it returns. */
export async function drain<T>(
  steps: AsyncGenerator<string, T, void>
): Promise<{ readonly lines: readonly string[]; readonly end: T }> {
  const lines: string[] = []
  for (;;) {
    const next = await steps.next()
    if (next.done) return { lines, end: next.value }
    lines.push(next.value)
  }
}
