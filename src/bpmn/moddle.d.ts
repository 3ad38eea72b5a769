/** The part of bpmn-moddle that is used here; the package brings no types for its main entry. */
declare module 'bpmn-moddle' {
  /** An element as parsed. Properties are those that this service reads; references are resolved. */
  export interface ModdleElement {
    readonly $type: string;
    readonly $parent?: ModdleElement;
    readonly $descriptor?: { readonly isGeneric?: boolean; readonly ns?: { readonly uri?: string } };
    readonly $children?: readonly ModdleElement[];
    readonly id?: string;
    readonly name?: string;
    readonly rootElements?: readonly ModdleElement[];
    readonly flowElements?: readonly ModdleElement[];
    readonly isExecutable?: boolean;
    readonly expressionLanguage?: string;
    readonly extensionElements?: { readonly values?: readonly ModdleElement[] };
    readonly sourceRef?: ModdleElement;
    readonly targetRef?: ModdleElement;
    readonly conditionExpression?: ModdleElement;
    readonly default?: ModdleElement;
    readonly attachedToRef?: ModdleElement;
    readonly cancelActivity?: boolean;
    readonly eventDefinitions?: readonly ModdleElement[];
    readonly eventDefinitionRef?: readonly ModdleElement[];
    readonly timeDate?: ModdleElement;
    readonly timeDuration?: ModdleElement;
    readonly timeCycle?: ModdleElement;
    readonly language?: string;
    readonly body?: string;
    readonly implementation?: string;
    readonly operationRef?: ModdleElement;
    readonly isForCompensation?: boolean;
    readonly startQuantity?: number;
    readonly completionQuantity?: number;
    readonly parallelMultiple?: boolean;
    readonly messageRef?: ModdleElement;
    readonly errorRef?: ModdleElement;
    readonly errorCode?: string;
    readonly calledElement?: string;
  }
  export interface Warning {
    readonly message: string;
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: string;
  }
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, object>>);
    fromXML(xml: string): Promise<{ readonly rootElement: ModdleElement; readonly warnings: readonly Warning[] }>;
  }
}
