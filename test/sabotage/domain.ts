import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** A function or constant at the top of a file of `src/domain`. */
export interface Declared {
  readonly name: string;
  /** `src/domain/clock.ts` */
  readonly file: string;
  readonly exported: boolean;
  readonly node: ts.FunctionDeclaration | ts.VariableDeclaration;
  readonly source: ts.SourceFile;
}
export interface Domain {
  readonly checker: ts.TypeChecker;
  readonly declared: readonly Declared[];
}

/** Everything of value that the files of `<root>/src/domain` declare, with its types. Error when there is nothing. */
export function readDomain(root: string): Domain {
  const folder = join(root, 'src/domain');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const program = ts.createProgram(
    files.map((name) => join(folder, name)),
    { ...compilerOptions, strict: true, noEmit: true },
  );
  const declared = files.flatMap((name) => {
    const source = program.getSourceFile(join(folder, name));
    if (source === undefined) throw new Error(`${name} was not read`);
    return declaredIn(source, relative(root, join(folder, name)));
  });
  if (declared.length === 0) throw new Error(`${folder} declares nothing`);
  return { checker: program.getTypeChecker(), declared };
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  types: [],
  skipLibCheck: true,
};

/** What a text that replaces a file gets wrong as TypeScript; empty: it parses. */
export function syntaxFaults(file: string, text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName: file, reportDiagnostics: true, compilerOptions });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** The text of a file of the tree. */
export function textOf(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function declaredIn(source: ts.SourceFile, file: string): Declared[] {
  return source.statements.flatMap((statement): Declared[] => {
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined)
      return [{ name: statement.name.text, file, exported, node: statement, source }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map((node) => {
      return { name: node.name.getText(source), file, exported, node, source };
    });
  });
}
