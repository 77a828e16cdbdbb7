import type { Path } from '../../yaml-compiler/yaml-node.ts';
import type { AnswerFields, AnswerSpec, AnswersSpec, ReplySpec } from '../file/schema.ts';

/** Answers of one place in the file: of a retry, of a test, or of the whole file. */
export interface Layer {
  answers: AnswersSpec;
  path: Path;
}

/** What is answered, attempt by attempt. */
export interface Replies {
  replies: readonly ReplySpec[];
  path: Path;
}

/** The answer for a handler's work: the nearest layer's, and within a layer that of the node before that of its handler. */
export function findReplies(
  layers: readonly Layer[],
  { node_id, key, handler }: { node_id: string; key: string | null; handler: string },
): Replies | undefined {
  for (const { answers, path } of layers) {
    const own = answerOf(answers.nodes, node_id, key, [...path, 'nodes']);
    const found = own && repliesIn(own.answer, own.path);
    if (found) return found;
    const general = answers.handlers?.[handler];
    if (general) return repliesIn(general, [...path, 'handlers', handler]);
  }
  return undefined;
}

/** What every layer has on a use of another spec, nearest first. */
export function findUses(
  layers: readonly Layer[],
  node_id: string,
  key: string | null,
): { answer: AnswerSpec; path: Path }[] {
  return layers.flatMap(({ answers, path }) => answerOf(answers.nodes, node_id, key, [...path, 'nodes']) ?? []);
}

export function repliesIn(answer: AnswerSpec, path: Path): Replies | undefined {
  if (Array.isArray(answer)) return { replies: answer, path };
  return isReply(answer) ? { replies: [answer], path } : undefined;
}

function isReply(answer: AnswerFields): boolean {
  return answer.output !== undefined || answer.fail !== undefined || answer.takes !== undefined;
}

function answerOf(
  nodes: AnswersSpec['nodes'],
  node_id: string,
  key: string | null,
  path: Path,
): { answer: AnswerSpec; path: Path } | undefined {
  const answer = nodes?.[node_id];
  const place = [...path, node_id];
  if (answer === undefined) return undefined;
  if (key === null || Array.isArray(answer)) return { answer, path: place };
  const item = answer.items && Object.hasOwn(answer.items, key) ? answer.items[key] : undefined;
  if (item !== undefined) return { answer: item, path: [...place, 'items', key] };
  if (answer.others !== undefined) return { answer: answer.others, path: [...place, 'others'] };
  return { answer, path: place };
}
