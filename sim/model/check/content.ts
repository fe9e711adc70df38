import { rolesThat } from '../../vocabulary/site-system-role.ts'
import { error, lacksRole, type Check } from './subject.ts'

export const unknownPackages: Check = function* ({ systems, packageById }) {
  for (const { value, path } of systems) {
    for (const [index, id] of (value.packages ?? []).entries()) {
      if (id === undefined || packageById.mayHold(id)) continue
      const remedy = 'add it to packages, or remove it here'
      yield error('unknown-package', [...path, 'packages', index], `there is no package ${id}`, remedy)
    }
  }
}

const distributionPoints = rolesThat(({ holdsPackages }) => holdsPackages)

export const packagesElsewhere: Check = function* ({ systems }) {
  for (const system of systems) {
    const holdsPackages = (system.value.packages ?? []).length > 0
    if (!holdsPackages || !lacksRole(system, ...distributionPoints)) continue
    const message = 'only distribution points hold packages, and this system is none'
    const remedy = 'give it the role of a distribution point, or remove packages'
    yield error('packages-without-distribution-point', [...system.path, 'packages'], message, remedy)
  }
}
