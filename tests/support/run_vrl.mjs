// Runs a program of Vector's language: {"program": …, "messages": […]} on standard input, an event or null (aborted) for each on output.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const { check, execute, formatDiagnostic } = createRequire(`${process.argv[2]}/`)('@bpinternal/verel')
const { program, messages } = JSON.parse(readFileSync(0, 'utf8'))
const { errors } = check(program)
if (errors.length) {
  console.error(errors.map((each) => formatDiagnostic(each)).join('\n'))
  process.exit(1)
}
const run = (message) => {
  try {
    return execute(program, { message }).event
  } catch (error) {
    if (!String(error).includes('aborted')) throw error
    return null
  }
}
console.log(JSON.stringify(messages.map(run)))
