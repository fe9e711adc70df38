import ts from 'typescript'

/** What a user's program breaks on, where these types take the place of those: a sentence for each place. */
export function brokenTypes(older: string, newer: string): string[] {
  const texts = new Map([
    ['/older.d.ts', older],
    ['/newer.d.ts', newer],
  ])
  const options = { strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022 }
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (name) => texts.has(name) || host.fileExists(name),
    getSourceFile: (name, version) => {
      const text = texts.get(name)
      return text === undefined ? host.getSourceFile(name, version) : ts.createSourceFile(name, text, version)
    },
  })
  const checker = program.getTypeChecker()
  const exportsOf = (name: string): Map<string, ts.Symbol> => {
    const source = program.getSourceFile(name)
    const module = source && checker.getSymbolAtLocation(source)
    return new Map((module ? checker.getExportsOfModule(module) : []).map((one) => [one.name, one]))
  }
  const [then, now] = [exportsOf('/older.d.ts'), exportsOf('/newer.d.ts')]
  const { given, taken } = comparison(checker, new Set(then.keys()))
  return [...then].flatMap(([name, symbol]) => {
    const successor = now.get(name)
    if (!successor) return [`${name} is gone: a program that imports it breaks`]
    const [was, is] = [typeOf(symbol, checker), typeOf(successor, checker)]
    return isInput(name) ? taken(name, was, is) : given(name, was, is)
  })
}

/** Types that users write; all others they read. */
function isInput(name: string): boolean {
  return /(Input|Options|Answer|OwnClients)$/.test(name)
}

function typeOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Type {
  const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return own.flags & ts.SymbolFlags.Value && !(own.flags & ts.SymbolFlags.Class)
    ? checker.getTypeOfSymbol(own)
    : checker.getDeclaredTypeOfSymbol(own)
}

/** `exported`: names of types that are told by themselves, and not again wherever they are used. */
function comparison(checker: ts.TypeChecker, exported: ReadonlySet<string>) {
  const compared = new Set<ts.Type>()
  const isTold = (was: ts.Type, is: ts.Type): boolean => {
    const [before, after] = [was, is].map((type: ts.Type) => (type.aliasSymbol ?? type.getSymbol())?.name)
    const told = before !== undefined && before === after && exported.has(before)
    const again = compared.has(was)
    if (isRecord(was)) compared.add(was)
    return told || again
  }
  // Type parameters of two declarations are never the same, so what is made of them is compared as it is written.
  const fits = (value: ts.Type, place: ts.Type): boolean =>
    checker.isTypeAssignableTo(value, place) ||
    (isOfParameters(value) && checker.typeToString(value) === checker.typeToString(place))
  const became = (path: string, was: ts.Type, is: ts.Type, does: string): string[] => {
    const [before, after] = [was, is].map((type) => checker.typeToString(type))
    return [`${path} was ${before}, is now ${after}: code that ${does} it breaks`]
  }

  /** Where users read it. */
  function given(path: string, was: ts.Type, is: ts.Type): string[] {
    const [wasCalls, isCalls] = [was.getCallSignatures(), is.getCallSignatures()]
    if (wasCalls.length > 0 && isCalls.length > 0) {
      return wasCalls.flatMap((call) => {
        const broken = isCalls.map((one) => comparison(checker, exported).called(path, call, one))
        return broken.find((sentences) => sentences.length === 0) ?? broken.at(-1) ?? []
      })
    }
    if (!isRecord(was) || !isRecord(is)) {
      return fits(is, was) ? [] : became(path, was, is, 'reads')
    }
    return was.getProperties().flatMap((field) => {
      const successor = is.getProperty(field.name)
      if (!successor) return [`${path}.${field.name} is gone: code that reads it breaks`]
      const [before, after] = [checker.getTypeOfSymbol(field), checker.getTypeOfSymbol(successor)]
      return isTold(before, after) ? [] : given(`${path}.${field.name}`, before, after)
    })
  }

  /** Where users write it. */
  function taken(path: string, was: ts.Type, is: ts.Type): string[] {
    if (!isRecord(was) || !isRecord(is)) {
      return fits(was, is) ? [] : became(path, was, is, 'gives')
    }
    const required = is.getProperties().filter((field) => !isOptional(field) && !isRequired(was, field.name))
    const kept = was.getProperties().filter((field) => !required.some(({ name }) => name === field.name))
    return [
      ...required.map(({ name }) => `${path}.${name} is now required: code that leaves it out breaks`),
      ...kept.flatMap((field) => {
        const successor = is.getProperty(field.name)
        if (!successor) return [`${path}.${field.name} is gone: code that gives it breaks`]
        const [before, after] = [checker.getTypeOfSymbol(field), checker.getTypeOfSymbol(successor)]
        return isTold(before, after) ? [] : taken(`${path}.${field.name}`, before, after)
      }),
    ]
  }

  function called(path: string, was: ts.Signature, is: ts.Signature): string[] {
    const parameters = is.getParameters().flatMap((parameter, nth) => {
      const before = was.getParameters()[nth]
      const [wasGiven, wanted] = [
        before && checker.getTypeOfSymbol(before),
        checker.getTypeOfSymbol(parameter),
      ]
      if (wasGiven) {
        return isTold(wasGiven, wanted) ? [] : taken(`${path}(${parameter.name})`, wasGiven, wanted)
      }
      return isOptionalParameter(parameter, checker)
        ? []
        : [`${path}(${parameter.name}) is now required: code that calls it without breaks`]
    })
    const [before, after] = [was.getReturnType(), is.getReturnType()]
    return [...parameters, ...(isTold(before, after) ? [] : returned(`the result of ${path}`, before, after))]
  }

  /** A promise is told by what it resolves to. */
  function returned(path: string, was: ts.Type, is: ts.Type): string[] {
    const [before = was, after = is] = [was, is].map((type) => checker.getAwaitedType(type))
    return isTold(before, after) ? [] : given(path, before, after)
  }

  return { given, taken, called }
}

function isOfParameters(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type]
  return parts.some(({ flags }) => (flags & ts.TypeFlags.Instantiable) !== 0)
}

function isOptionalParameter({ valueDeclaration: declared }: ts.Symbol, checker: ts.TypeChecker): boolean {
  return declared !== undefined && ts.isParameter(declared) && checker.isOptionalParameter(declared)
}

function isRequired(type: ts.Type, name: string): boolean {
  const field = type.getProperty(name)
  return field !== undefined && !isOptional(field)
}

/** An object whose fields are told one by one. */
function isRecord(type: ts.Type): boolean {
  const flags = type.isUnion() ? 0 : (type.getSymbol()?.flags ?? 0)
  const ofFields = ts.SymbolFlags.Interface | ts.SymbolFlags.TypeLiteral | ts.SymbolFlags.Class
  return (
    (flags & ofFields) !== 0 &&
    type.getStringIndexType() === undefined &&
    type.getNumberIndexType() === undefined
  )
}

function isOptional(symbol: ts.Symbol): boolean {
  return Boolean(symbol.flags & ts.SymbolFlags.Optional)
}
