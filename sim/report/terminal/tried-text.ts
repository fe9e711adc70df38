import { counted } from '../in-words.ts'
import { changeInWords } from '../plan-in-words.ts'
import { planKinds, type PlanSummary } from '../plan-result.ts'
import { keysOf } from '../../vocabulary/keys-of.ts'
import type { Colors } from './colors.ts'
import { wrapped } from './wrapped.ts'

/** The clients that one shard of a plan has run. */
export interface Tried {
  summary: PlanSummary
  /** All that stand for others. */
  of: number
}

/** `3 of the 8 clients that stand for all were tried: 1 client is stranded.` */
export function triedText({ summary, of }: Tried, colors: Colors): string {
  const changes = keysOf(planKinds).flatMap((kind) =>
    summary[kind] > 0 ? [changeInWords({ clients: summary[kind], kind })] : [],
  )
  const became = changes.length > 0 ? changes.join('; ') : 'none loses policy or content'
  const color = summary.stranded > 0 ? colors.red : changes.length > 0 ? colors.yellow : colors.green
  const tried = `${summary.clients} of the ${counted(of, 'client')} that stand for all`
  return `${color(wrapped(`${tried}: ${became}.`, ''))}\n`
}
