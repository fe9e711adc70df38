import { keysOf } from './keys-of.ts'

/** Whether a mixed-mode site approves a client when it registers ("About Client Approval in Configuration Manager"). */
export const approvalMethods = {
  manual: () => false,
  'trusted-domains': (signedIn: boolean) => signedIn,
  all: () => true,
} as const satisfies Record<string, (signedIn: boolean) => boolean>

/** How a mixed-mode site approves its clients, in the order of the product's dialog. */
export type ApprovalMethod = keyof typeof approvalMethods

export const approvalMethodNames = keysOf(approvalMethods)
