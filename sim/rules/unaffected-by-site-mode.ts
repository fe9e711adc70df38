import { allow, type DecidingRule, type Statement } from './rule.ts'
import { pages } from './sources.ts'

/**
 * The source text's list of site systems whose communication is started by the Windows operating system or by a
 * browser, not by the Configuration Manager client, and does not change with the site's mode.
 */
const unaffectedByMode: Statement = {
  says: 'The mode does not affect statements of health, booting from the network, and reports.',
  pages: [pages.clientCommunication],
}

export const systemHealthValidatorPoint: DecidingRule = {
  id: 'unaffected-by-site-mode/system-health-validator-point',
  sentence:
    'Statements of health reach the system health validator point by Network Access Protection of the operating ' +
    'system, in either mode.',
  sources: [unaffectedByMode],
  decide: () => allow('soh'),
}

export const pxeServicePoint: DecidingRule = {
  id: 'unaffected-by-site-mode/pxe-service-point',
  sentence:
    'The firmware of a computer boots it from a PXE service point, before there is a client, in either mode.',
  sources: [unaffectedByMode],
  decide: () => allow('pxe'),
}

export const reportingPoint: DecidingRule = {
  id: 'unaffected-by-site-mode/reporting-point',
  sentence:
    'A browser opens the reporting point by HTTP or HTTPS, as the reporting point is configured, in either mode.',
  sources: [unaffectedByMode],
  decide: ({ ssl }) => allow(ssl ? 'https' : 'http'),
}
