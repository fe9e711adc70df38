import {
  distributionPointDirectory,
  signatureDirectory,
  withoutCertificateDirectory,
} from '../../wire/distribution-point/distribution-point.ts'
import { notFound, protocolBySiteMode, type Role, type VirtualDirectory } from '../web-server/role.ts'
import { packageTree, signatureTree } from './package-tree.ts'
import { answerFrom } from './read-only-web-dav.ts'

const packages: VirtualDirectory = {
  path: distributionPointDirectory,
  protocol: protocolBySiteMode,
  answer: (request, place) => answerFrom(packageTree(distributionPointDirectory, place), request),
}

/** In mixed mode there is no need for it, and bb932208 lists none. */
const withoutCertificate: VirtualDirectory = {
  path: withoutCertificateDirectory,
  protocol: protocolBySiteMode,
  withoutClientCertificate: true,
  answer: (request, place) =>
    place.site.mode === 'native'
      ? answerFrom(packageTree(withoutCertificateDirectory, place), request)
      : notFound(),
}

const signatures: VirtualDirectory = {
  path: signatureDirectory,
  protocol: protocolBySiteMode,
  answer: (request, place) => answerFrom(signatureTree(signatureDirectory, place), request),
}

export const standardDistributionPoint: Role = {
  role: 'standard-distribution-point',
  directories: [packages, withoutCertificate, signatures],
}
