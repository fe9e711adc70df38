import { siteModes, type SiteMode } from '../vocabulary/site-mode.ts'
import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

export const signsInToRegister: Rule = {
  id: 'client-approval/signs-in-to-register',
  sentence:
    'A computer of a trusted domain signs in to the management point of a mixed-mode site when it registers, and by that ' +
    'the site approves it; whether it approves any others by itself, or none, is its setting.',
  sources: [
    {
      says: 'Approval is manual, automatic for computers in trusted domains, which is the default, or automatic for all.',
      pages: [pages.clientApproval, pages.howToApprove],
    },
    {
      says: 'A computer of a trusted domain is approved because it registers with Windows authentication.',
      pages: [pages.automaticApproval],
    },
  ],
}

export const sensitivePolicy: Rule = {
  id: 'client-approval/sensitive-policy',
  sentence:
    'A mixed-mode site that contains only clients of this product gives policy with sensitive data, such as that of a task ' +
    'sequence, to approved clients alone; a client without that policy does not run its program.',
  sources: [
    {
      says: 'In a site that contains only clients of this product, only approved ones receive policies with sensitive data.',
      pages: [pages.clientApproval],
    },
  ],
}

/** Mobile devices need no approval, and clients of native-mode sites have certificates instead. */
export function signsIn({
  kind,
  activeDirectory,
  mode,
}: {
  kind: 'computer' | 'mobile-device'
  /** It is a computer of the forest. */
  activeDirectory: boolean
  mode: SiteMode
}): boolean {
  return kind === 'computer' && activeDirectory && siteModes[mode].approvesClients
}
