import type { ModdleElement, Warning } from 'bpmn-moddle';

type ById = Readonly<Record<string, ModdleElement>>;

/**
 * References in BPMN are QNames: `tns:Order` names the `Order` of this file where `tns` stands for its target namespace.
 * Sets those that the parser left open, and answers with the warnings that remain.
 */
export function resolveQNames(root: ModdleElement, byId: ById, warnings: readonly Warning[]): Warning[] {
  return warnings.filter(({ message, element, property = '', value = '' }) => {
    if (!message.startsWith('unresolved reference') || element === undefined) return true;
    const local = localOf(value, root);
    const target = local !== undefined && Object.hasOwn(byId, local) ? byId[local] : undefined;
    if (target === undefined) return true;
    const name = property.slice(property.indexOf(':') + 1);
    const held: unknown = Reflect.get(element, name);
    if (Array.isArray(held)) held.push(target);
    else Reflect.set(element, name, target);
    return false;
  });
}

/** A name without the prefix of its own file. */
export function ownName(name: string, element: ModdleElement): string {
  let root = element;
  while (root.$parent !== undefined) root = root.$parent;
  return localOf(name, root) ?? name;
}

/** The id that a QName names in the file; undefined for one without prefix, or of another namespace. */
function localOf(name: string, root: ModdleElement): string | undefined {
  const [prefix = '', local, ...more] = name.split(':');
  const own = root.$attrs?.[`xmlns:${prefix}`] === root.targetNamespace && root.targetNamespace !== undefined;
  return local !== undefined && more.length === 0 && own ? local : undefined;
}
