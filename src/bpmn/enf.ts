/** The namespace of the enforcement extension. */
export const enforcementNamespace = 'urn:sanzhi:enforcement:1';

/** Descriptor of the extension for bpmn-moddle; BPMN editors on bpmn-js can load it as it is. */
export const enforcementDescriptor = {
  name: 'Enforcement',
  prefix: 'enf',
  uri: enforcementNamespace,
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    {
      name: 'Step',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:UserTask', 'bpmn:ManualTask', 'bpmn:ServiceTask'] },
      properties: [
        { name: 'key', isAttr: true, type: 'String' },
        { name: 'role', isAttr: true, type: 'String' },
        { name: 'outcomes', isAttr: true, type: 'String' },
      ],
    },
  ],
} as const;
