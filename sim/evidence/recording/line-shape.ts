type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array'

/** What each kind of line cannot do without; of objects in turn what reports go by. */
const shapes: Record<string, Record<string, Kind>> = {
  run: { format: 'number', command: 'array', startedAt: 'string', versions: 'object' },
  scenario: { file: 'string', name: 'string' },
  opened: { hierarchy: 'object', 'hierarchy.sites': 'array', 'hierarchy.clients': 'array', now: 'string' },
  step: { name: 'string' },
  attempt: {
    'attempt.id': 'string',
    'attempt.client': 'string',
    'attempt.role': 'string',
    'attempt.protocol': 'string',
    'attempt.outcome': 'string',
    'attempt.why': 'string',
    'attempt.rule': 'string',
    'attempt.startedAt': 'string',
    'attempt.durationMs': 'number',
    times: 'object',
    exchanges: 'array',
  },
  request: { 'request.at': 'string', 'request.system': 'string', 'request.status': 'number' },
  client: { 'client.name': 'string' },
  sites: { sites: 'array' },
  fault: { system: 'string' },
  clock: { now: 'string' },
  revoked: { holder: 'string' },
  'step-ended': {
    'step.name': 'string',
    'step.passed': 'boolean',
    'step.expected': 'object',
    'step.observed': 'object',
    'step.attempts': 'array',
    'step.story': 'array',
  },
  'scenario-ended': { passed: 'boolean' },
  tables: { tables: 'array' },
  ended: { durationMs: 'number' },
}

/** Why something is no line of a recording; undefined when it is one. */
export function misshapen(line: unknown): string | undefined {
  const type = field(line, 'type')
  const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined
  if (!shape) return `this is no line of a recording: its type is ${String(type)}`
  const needed: [string, Kind][] = [
    ['run', 'string'],
    ['sequence', 'number'],
    ['ms', 'number'],
    ...Object.entries(shape),
  ]
  const wrong = needed.find(([path, kind]) => kindAt(line, path) !== kind)
  return wrong && `${wrong[0]} has to be of type ${wrong[1]}`
}

function kindAt(value: unknown, path: string): string {
  const found = path.split('.').reduce<unknown>(field, value)
  return Array.isArray(found) ? 'array' : found === null ? 'null' : typeof found
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
