import type { Point } from '../point.ts'
import { siteModes } from '../../model/site-mode.ts'
import {
  distributionPointDirectory,
  signatureDirectory,
  withoutCertificateDirectory,
} from '../../wire/distribution-point/package.ts'
import { notFound, protocolBySiteMode, type VirtualDirectory } from '../web-server/role.ts'
import { openShare } from './content-share.ts'
import { packagesOn, packageTree, signatureTree } from './package-tree.ts'
import { answerFrom } from './read-only-web-dav.ts'

const packages: VirtualDirectory = {
  path: distributionPointDirectory,
  protocol: protocolBySiteMode,
  answer: (request, { hierarchy, system }) =>
    answerFrom(packageTree(distributionPointDirectory, packagesOn(system, hierarchy)), request),
}

/** In mixed mode there is no need for it, and bb932208 lists none. */
const withoutCertificate: VirtualDirectory = {
  path: withoutCertificateDirectory,
  protocol: protocolBySiteMode,
  withoutClientCertificate: true,
  answer: (request, { hierarchy, site, system }) =>
    siteModes[site.mode].clientsPresentCertificates
      ? answerFrom(packageTree(withoutCertificateDirectory, packagesOn(system, hierarchy)), request)
      : notFound(),
}

const signatures: VirtualDirectory = {
  path: signatureDirectory,
  protocol: protocolBySiteMode,
  answer: (request, { hierarchy, system, database }) =>
    answerFrom(signatureTree(signatureDirectory, packagesOn(system, hierarchy), database), request),
}

export const standardDistributionPoint: Point = {
  // Without the option to transfer by BITS, HTTP and HTTPS it is reached by SMB alone.
  directories: (_site, { httpTransfer }) => (httpTransfer ? [packages, withoutCertificate, signatures] : []),
  // It has its share either way (bb932208).
  open: (context) => [openShare(context)],
}
