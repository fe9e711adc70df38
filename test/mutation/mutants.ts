import ts from 'typescript'

/** A place where a rule is turned round, and by what. */
export interface Mutant {
  /** A truth has become its opposite, or two rules of an ordered list have changed places. */
  kind: 'truth' | 'order'
  file: string
  /** From 1. */
  line: number
  /** The function or the constant of the module that it is in: `sameMode`. */
  within: string
  original: string
  replacement: string
  /** The whole expression that is turned round, by its place in the source, and what it becomes; of an order, the two rules. */
  expression: Expression & { original: string }
  /** The whole module, as JavaScript. */
  module: string
}

interface Expression {
  start: number
  end: number
  turned: string
}

interface Change {
  kind: Mutant['kind']
  start: number
  end: number
  text: string
  /** Where it is more than what changes in it. */
  expression?: Expression
}

const oppositeOperator = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
])

/** Turns a permission into a refusal, and the other way round. */
const oppositeCall = new Map([
  ['allow', '((needed) => ({ allowed: false, needed }))'],
  ['forbid', '((protocol) => ({ allowed: true, protocol }))'],
])

/**
 * Every mutant of some modules: each expression of truth value in a function turned into its opposite, other conditions
 * into false, each `and` into `or`, each case of a switch into one that never comes, each decision that allows into one that forbids,
 * and each two neighbours in a list of rules, of which the first that applies has the word, in the other order.
 */
export function mutantsOf(files: readonly string[]): Mutant[] {
  const program = ts.createProgram([...files], {
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, strict: true, noEmit: true },
    ...{ allowImportingTsExtensions: true, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  })
  const checker = program.getTypeChecker()
  return files.flatMap((file) => {
    const source = program.getSourceFile(file)
    if (!source) throw new RangeError(`there is no module ${file}`)
    return changesOf(source, checker).map((change) => mutant(source, file, change))
  })
}

function mutant(source: ts.SourceFile, file: string, change: Change): Mutant {
  const { kind, start, end, text, expression = { start, end, turned: text } } = change
  const whole = source.text
  const { line } = source.getLineAndCharacterOfPosition(start)
  return {
    kind,
    file,
    line: line + 1,
    within: declaredAround(source, start),
    original: whole.slice(start, end),
    replacement: text,
    expression: { ...expression, original: whole.slice(expression.start, expression.end) },
    module: transpiled(whole.slice(0, start) + text + whole.slice(end)),
  }
}

function declaredAround(source: ts.SourceFile, position: number): string {
  const statement = source.statements.find(
    (one) => one.getStart(source) <= position && position < one.getEnd(),
  )
  const declared =
    statement && ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement
  const name = declared && ts.getNameOfDeclaration(declared as ts.Declaration)
  return name?.getText(source) ?? 'the module'
}

/** As the build does it. */
export function transpiled(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      rewriteRelativeImportExtensions: true,
    },
  }).outputText
}

function changesOf(source: ts.SourceFile, checker: ts.TypeChecker): Change[] {
  const changes: Change[] = []
  const change = (node: ts.Node, text: string, expression?: Expression): void =>
    void changes.push({
      ...{ kind: 'truth', start: node.getStart(source), end: node.getEnd(), text },
      ...(expression && { expression }),
    })

  function visit(node: ts.Node, withinFunction: boolean): void {
    if (withinFunction) {
      if (isTruth(node, checker)) change(node, `!(${node.getText(source)})`)
      const condition = conditionOf(node)
      // An optional value can only be taken away: its presence cannot be invented.
      if (condition && !isTruth(operandOf(condition), checker)) change(condition, 'false')
      if (ts.isBinaryExpression(node)) {
        const opposite = oppositeOperator.get(node.operatorToken.kind)
        if (opposite !== undefined) {
          const [start, end] = [node.getStart(source), node.getEnd()]
          const turned = `${node.left.getText(source)} ${opposite} ${node.right.getText(source)}`
          change(node.operatorToken, opposite, { start, end, turned })
        }
      }
      if (ts.isCaseClause(node)) change(node.expression, '(Symbol())')
      if (ts.isCallExpression(node)) {
        const opposite = oppositeCall.get(node.expression.getText(source))
        if (opposite !== undefined) change(node.expression, opposite)
      }
    }
    if (ts.isArrayLiteralExpression(node) && isListOfRules(node, checker))
      changes.push(...swaps(node, source))
    const inside = withinFunction || ts.isFunctionLike(node)
    ts.forEachChild(node, (child) => visit(child, inside))
  }
  visit(source, false)
  return changes
}

/** Each element in the place of the next; a list that is spread into another is one element of it. */
function swaps({ elements }: ts.ArrayLiteralExpression, source: ts.SourceFile): Change[] {
  return elements.slice(1).flatMap((second, index) => {
    const first = elements[index]
    if (!first) return []
    const between = source.text.slice(first.getEnd(), second.getStart(source))
    const text = second.getText(source) + between + first.getText(source)
    return [{ kind: 'order', start: first.getStart(source), end: second.getEnd(), text }]
  })
}

/** Rules that decide or forbid, as its type says. */
function isListOfRules(node: ts.ArrayLiteralExpression, checker: ts.TypeChecker): boolean {
  const element = checker.getContextualType(node)?.getNumberIndexType()
  return ['decide', 'forbids'].some((method) => element?.getProperty(method) !== undefined)
}

function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node)) return node.expression
  return ts.isConditionalExpression(node) ? node.condition : undefined
}

/** Without what negates it, and parentheses. */
function operandOf(expression: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(expression)) return operandOf(expression.expression)
  return ts.isPrefixUnaryExpression(expression) ? operandOf(expression.operand) : expression
}

/** An expression that is true or false, and not one that only wraps another. */
function isTruth(node: ts.Node, checker: ts.TypeChecker): boolean {
  const isPlain =
    ts.isBinaryExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(node) && isUsed(node))
  if (!isPlain || ts.isTypeNode(node.parent)) return false
  const type = checker.getTypeAtLocation(node)
  const kinds = type.isUnion() ? type.types : [type]
  return (
    kinds.some(({ flags }) => flags & ts.TypeFlags.BooleanLike) &&
    kinds.every(({ flags }) => flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.Undefined))
  )
}

/** A name where its value is taken, not where it is given. */
function isUsed(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isReturnStatement(parent) && parent.expression === node) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
    (ts.isCallExpression(parent) && parent.expression !== node) ||
    (ts.isArrowFunction(parent) && parent.body === node) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) ||
    ts.isPrefixUnaryExpression(parent)
  )
}
