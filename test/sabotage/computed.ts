import ts from 'typescript';
import type { Declared, Domain } from './domain.ts';
import { testOf, type Mutant } from './mutant.ts';

/**
 * The rules that follow from the types alone, so that a new one cannot be forgotten: every guard (answers `undefined` or a
 * `Refusal`) is switched off, every question to a guard is left out, every predicate is made to say always yes and always
 * no.
 */
export function computedMutants(domain: Domain): Mutant[] {
  return domain.declared.flatMap((declared) => [
    ...guardOff(declared, domain.checker),
    ...guardsNotAsked(declared, domain.checker),
    ...predicateFixed(declared, domain.checker),
  ]);
}

/** What a function answers, as far as it says no. */
export interface Answers {
  readonly refusal: boolean;
  readonly nothing: boolean;
  readonly value: boolean;
}

/** Of a function that is declared; null of anything else. */
export function answersOf({ node }: Declared, checker: ts.TypeChecker): Answers | null {
  const signature = ts.isFunctionDeclaration(node) ? checker.getSignatureFromDeclaration(node) : undefined;
  return signature === undefined ? null : answersOfType(checker.getReturnTypeOfSignature(signature));
}

/** The calls in a function that answer nothing but a refusal: there it says no of its own. */
export function ownRefusals({ node }: Declared, checker: ts.TypeChecker): ts.CallExpression[] {
  return callsIn(node).filter((call) => {
    const { refusal, nothing, value } = answersOfType(checker.getTypeAtLocation(call));
    return refusal && !nothing && !value;
  });
}

export function isGuard(answers: Answers | null): boolean {
  return answers !== null && answers.refusal && answers.nothing && !answers.value;
}

function guardOff(declared: Declared, checker: ts.TypeChecker): Mutant[] {
  const body = bodyOf(declared);
  if (body === undefined || !isGuard(answersOf(declared, checker))) return [];
  return [mutant(declared, `${declared.name} refuses nothing`, body, '{ return undefined; }')];
}

function guardsNotAsked(declared: Declared, checker: ts.TypeChecker): Mutant[] {
  return callsIn(declared.node)
    .filter((call) => isGuard(answersOfType(checker.getTypeAtLocation(call))))
    .map((call) => {
      const guard = call.expression.getText(declared.source);
      return mutant(declared, `${declared.name}: ${guard} is not asked`, call, 'undefined');
    });
}

function predicateFixed(declared: Declared, checker: ts.TypeChecker): Mutant[] {
  const body = bodyOf(declared);
  if (body === undefined || !ts.isFunctionDeclaration(declared.node)) return [];
  const signature = checker.getSignatureFromDeclaration(declared.node);
  if (signature === undefined || checker.getTypePredicateOfSignature(signature) !== undefined) return [];
  if ((checker.getReturnTypeOfSignature(signature).flags & ts.TypeFlags.Boolean) === 0) return [];
  return [
    mutant(declared, `${declared.name} is always so`, body, '{ return true; }'),
    mutant(declared, `${declared.name} is never so`, body, '{ return false; }'),
  ];
}

function answersOfType(type: ts.Type): Answers {
  const parts = type.isUnion() ? type.types : [type];
  const isNothing = ({ flags }: ts.Type) => (flags & ts.TypeFlags.Undefined) !== 0;
  const isRefusal = (part: ts.Type) => part.isClassOrInterface() && part.symbol.name === 'Refusal';
  return {
    refusal: parts.some(isRefusal),
    nothing: parts.some(isNothing),
    value: parts.some((part) => !isNothing(part) && !isRefusal(part)),
  };
}

function callsIn(node: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) calls.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return calls;
}

function bodyOf({ node }: Declared): ts.Block | undefined {
  return ts.isFunctionDeclaration(node) ? node.body : undefined;
}

function mutant({ name, file, source }: Declared, rule: string, place: ts.Node, text: string): Mutant {
  return { rule, of: name, file, test: testOf(file), start: place.getStart(source), end: place.getEnd(), text };
}
