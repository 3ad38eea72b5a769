/** The part of bpmn-moddle that is used here; the package brings no types for its main entry. */
declare module 'bpmn-moddle' {
  /** An element as parsed. Properties are those that this service reads; references are resolved. */
  export interface ModdleElement {
    readonly $type: string;
    readonly $parent?: ModdleElement;
    readonly $descriptor?: { readonly isGeneric?: boolean; readonly ns?: { readonly uri?: string } };
    readonly $children?: readonly ModdleElement[];
    /** Attributes of other namespaces, and declarations of namespaces, as written. */
    readonly $attrs?: Readonly<Record<string, string>>;
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
    readonly activationCondition?: ModdleElement;
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
    readonly script?: string;
    readonly scriptFormat?: string;
    readonly scriptLanguage?: string;
    readonly operationRef?: ModdleElement;
    readonly isForCompensation?: boolean;
    readonly activityRef?: ModdleElement;
    readonly waitForCompletion?: boolean;
    readonly artifacts?: readonly ModdleElement[];
    readonly startQuantity?: number;
    readonly completionQuantity?: number;
    readonly parallelMultiple?: boolean;
    readonly messageRef?: ModdleElement;
    readonly signalRef?: ModdleElement;
    readonly correlationKeys?: readonly ModdleElement[];
    readonly correlationPropertyRef?: readonly ModdleElement[] & ModdleElement;
    readonly correlationPropertyRetrievalExpression?: readonly ModdleElement[];
    readonly correlationSubscriptions?: readonly ModdleElement[];
    readonly correlationKeyRef?: ModdleElement;
    readonly correlationPropertyBinding?: readonly ModdleElement[];
    readonly messagePath?: ModdleElement;
    readonly dataPath?: ModdleElement;
    readonly instantiate?: boolean;
    readonly eventGatewayType?: string;
    readonly errorRef?: ModdleElement;
    readonly errorCode?: string;
    readonly escalationRef?: ModdleElement;
    readonly escalationCode?: string;
    readonly condition?: ModdleElement;
    readonly calledElement?: string;
    readonly triggeredByEvent?: boolean;
    readonly isInterrupting?: boolean;
    readonly laneSets?: readonly ModdleElement[];
    readonly lanes?: readonly ModdleElement[];
    readonly childLaneSet?: ModdleElement;
    readonly flowNodeRef?: readonly ModdleElement[];
    readonly partitionElement?: ModdleElement;
    readonly partitionElementRef?: ModdleElement;
    readonly resources?: readonly ModdleElement[];
    readonly resourceRef?: ModdleElement;
    readonly resourceAssignmentExpression?: ModdleElement;
    readonly expression?: ModdleElement;
    readonly participants?: readonly ModdleElement[];
    readonly messageFlows?: readonly ModdleElement[];
    readonly processRef?: ModdleElement;
    readonly incoming?: readonly ModdleElement[];
    readonly outgoing?: readonly ModdleElement[];
    readonly gatewayDirection?: string;
    readonly isImmediate?: boolean;
    readonly imports?: readonly ModdleElement[];
    readonly extensions?: readonly ModdleElement[];
    readonly mustUnderstand?: boolean;
    readonly definition?: ModdleElement;
    readonly ioSpecification?: ModdleElement;
    readonly dataInputAssociations?: readonly ModdleElement[];
    readonly dataOutputAssociations?: readonly ModdleElement[];
    readonly importType?: string;
    readonly location?: string;
    readonly targetNamespace?: string;
    readonly loopCharacteristics?: ModdleElement;
    readonly testBefore?: boolean;
    readonly loopMaximum?: number;
    readonly loopCondition?: ModdleElement;
    readonly isSequential?: boolean;
    readonly behavior?: string;
    readonly loopCardinality?: ModdleElement;
    readonly loopDataInputRef?: ModdleElement;
    readonly loopDataOutputRef?: ModdleElement;
    readonly inputDataItem?: ModdleElement;
    readonly outputDataItem?: ModdleElement;
    readonly completionCondition?: ModdleElement;
    readonly complexBehaviorDefinition?: readonly ModdleElement[];
    readonly oneBehaviorEventRef?: ModdleElement;
    readonly noneBehaviorEventRef?: ModdleElement;
    readonly ordering?: string;
    readonly condition?: ModdleElement;
    readonly event?: ModdleElement;
    readonly cancelRemainingInstances?: boolean;
    readonly dataObjectRef?: ModdleElement;
    readonly ioSpecification?: ModdleElement;
    readonly dataInputs?: readonly ModdleElement[];
    readonly dataOutputs?: readonly ModdleElement[];
    readonly inputSets?: readonly ModdleElement[];
    readonly outputSets?: readonly ModdleElement[];
    readonly dataInputAssociations?: readonly ModdleElement[];
    readonly dataOutputAssociations?: readonly ModdleElement[];
    readonly assignment?: readonly ModdleElement[];
    readonly transformation?: ModdleElement;
  }
  export interface Warning {
    readonly message: string;
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: string;
  }
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, object>>);
    /** The metamodel of this parser, by type name. */
    readonly registry: {
      readonly typeMap: Readonly<Record<string, { readonly properties: { name: string; isAttr?: boolean }[] }>>;
    };
    fromXML(xml: string): Promise<{
      readonly rootElement: ModdleElement;
      readonly warnings: readonly Warning[];
      readonly elementsById: Readonly<Record<string, ModdleElement>>;
    }>;
  }
}
