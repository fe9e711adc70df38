/** 1: for information; 2: a warning; 3: an error. CMTrace shows them in white, yellow and red. */
export type LogType = 1 | 2 | 3

export interface LogLine {
  /** Of the client's software; its log file has the same name: `LocationServices`. */
  component: string
  message: string
  type: LogType
  /** ISO 8601, in UTC. */
  at: string
}

/**
 * A line in the format that CMTrace (and Trace32 before it) reads. Thread and source file are ours: the simulated client has
 * neither. What would end the message within itself is broken up.
 */
export function cmtraceLine({ component, message, type, at }: LogLine): string {
  const [, year = '', month = '', day = '', time = ''] = /^(\d+)-(\d+)-(\d+)T([\d:.]+)Z$/.exec(at) ?? []
  const text = message.replaceAll(/[\r\n\u2028\u2029]+/gu, ' ').replaceAll(']LOG]!>', ']LOG] !>')
  return `<![LOG[${text}]LOG]!><time="${time}+000" date="${month}-${day}-${year}" component="${component}" context="" type="${type}" thread="1" file="sitemode">`
}
