import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** The mode of a site, and its change. */
export const siteMode: readonly DocumentedStatement[] = [
  {
    says: 'A native-mode site has no mixed-mode parent.',
    pages: [pages.attachingSites, pages.siteModes],
    heldBy: { findings: ['native-under-mixed'] },
  },
  {
    says: 'A hierarchy changes to native mode from the top down, and back from the bottom up.',
    pages: [pages.migrationChecklist, pages.revertingMode],
    heldBy: {
      tests: {
        'test/network/set-mode.test.ts': 'the order of the hierarchy is kept, and what cannot be is told',
      },
    },
  },
  {
    says: 'Secondary sites take the mode and the ports of their primary site.',
    pages: [pages.revertingMode, pages.nativeModeSettings],
    heldBy: { findings: ['secondary-with-mode', 'secondary-with-setting'] },
  },
  {
    says: 'A site that is to change has certificates, no clients of SMS 2003 or Windows 2000, and both ports.',
    pages: [pages.migrationChecklist, pages.migration, pages.nativeModePrerequisites],
    heldBy: {
      tests: {
        'test/plan/preflight.test.ts':
          'each item of the checklist holds in one hierarchy, and not in another',
      },
    },
  },
  {
    says: 'Clients that read Active Directory follow within two polling cycles of policy, others need an administrator.',
    pages: [pages.monitoringSiteMode, pages.migrationChecklist],
    heldBy: { rules: ['site-settings/mode-after-two-polling-cycles'] },
  },
  {
    says: 'Until then client and site do not understand each other.',
    pages: [pages.migration],
    heldBy: { failures: ['mode-not-told-yet', 'mode-never-told', 'mode-told-otherwise'] },
  },
  {
    says: 'A client without a usable certificate never comes back.',
    pages: [pages.migration],
    heldBy: {
      scenarios: {
        'switch-order-and-stragglers.yaml': 'A client without a certificate knows, and cannot follow',
      },
    },
  },
  {
    says: 'Clients of mixed-mode sites are approved: by hand, by trusted domain, or all.',
    pages: [pages.clientApproval, pages.siteModes],
    heldBy: { rules: ['client-approval/signs-in-to-register'] },
  },
  {
    says: 'Policy with sensitive data is for approved clients, where a site contains only clients of this product.',
    pages: [pages.clientApproval],
    heldBy: { rules: ['client-approval/sensitive-policy'] },
  },
  {
    says: 'In native mode certificates take the place of approval.',
    pages: [pages.siteModes],
    heldBy: { findings: ['approval-in-native-site'] },
  },
]
