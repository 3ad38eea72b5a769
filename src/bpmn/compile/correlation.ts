import { typeOf } from '../checkSupport.ts';
import { compileCondition } from './condition.ts';
import { finding } from '../rules.ts';
import type { Correlations, MessageCorrelation } from '../model.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/**
 * How the messages of a process are correlated, by the name of the message (BPMN 2.0 §8.4.2): each key of the file's
 * collaborations all of whose properties can be read from the message; by the data of the process where it subscribes to
 * the key. Undefined: the file says nothing of it.
 */
export function compileCorrelations(
  process: ModdleElement,
  language: string,
  findings: Finding[],
): Correlations | undefined {
  const roots = process.$parent?.rootElements ?? [];
  const messages = roots.filter((root) => typeOf(root) === 'Message');
  const subscriptions = process.correlationSubscriptions ?? [];
  const declared = roots.flatMap(({ correlationKeys }) => correlationKeys ?? []);
  const keys = new Set([...declared, ...subscriptions.flatMap(({ correlationKeyRef }) => correlationKeyRef ?? [])]);
  const found = messages.flatMap((message): [string, MessageCorrelation[]][] => {
    const ways = [...keys].flatMap((key) => wayOf(key, message) ?? []);
    return ways.length === 0 || message.name === undefined ? [] : [[message.name.trim(), ways]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);

  function wayOf(key: ModdleElement, message: ModdleElement): MessageCorrelation | undefined {
    const properties = key.correlationPropertyRef ?? [];
    const path = properties.flatMap((property) => {
      const retrieval = property.correlationPropertyRetrievalExpression?.find((each) => each.messageRef === message);
      return textOf(retrieval?.messagePath, property) ?? [];
    });
    if (path.length === 0 || path.length < properties.length) return undefined;
    const subscription = subscriptions.find(({ correlationKeyRef }) => correlationKeyRef === key);
    const base = { key: key.id ?? key.name ?? '', path };
    if (subscription === undefined) return base;
    const data = properties.flatMap((property) => {
      const binding = subscription.correlationPropertyBinding?.find((each) => each.correlationPropertyRef === property);
      return textOf(binding?.dataPath, property) ?? [];
    });
    if (data.length === properties.length) return { ...base, data };
    const advice = 'Give the subscription a binding with a dataPath for each property of its key';
    findings.push(finding('correlation-binding', subscription.id ?? process.id ?? null, `${advice}.`));
    return undefined;
  }

  function textOf(expression: ModdleElement | undefined, property: ModdleElement): string | null {
    if (expression === undefined) return null;
    const { $type } = property;
    return compileCondition(
      { $type, conditionExpression: expression },
      property.id ?? process.id ?? '',
      language,
      findings,
    );
  }
}
