/**
 * The texts in English that the live page's script fills in, apart from the others: what they are about is nothing that a
 * browser knows.
 */
export const liveScript = {
  connecting: 'connecting…',
  connected: 'live',
  lost: 'the connection is lost; trying again',
  pause: 'Pause',
  goOn: 'Go on ({waiting} waiting)',
  rows: '{shown} rows',
  someRows: '{shown} of {all} rows',
  older: '; {older} older ones are in the recording',
  gone: '{id} is not kept any more: it is in the recording alone',
  copied: 'Copied',
  line: 'line {line}',
  held: 'held',
  didNotHold: 'did not hold',
  running: 'running',
  notRunYet: 'not run yet',
  stepsHeld: '{held} of {all} steps held',
  scenarioTooLong: 'the text is too long',
  stepTooLong: 'the step is too long',
  site: 'Site {code}, {mode}',
  nothingYet: 'nothing has happened yet',
  past: 'The hierarchy as it was at {at}, after: {what}',
  entry: '{id}, {client} by {protocol} to {system}: {outcome}',
}
