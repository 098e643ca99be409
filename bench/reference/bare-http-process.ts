import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerQuestions } from '../worker.ts';
import type { BareAnswer } from './bare-http.ts';

let answer: BareAnswer = { headers: [], body: new Uint8Array() };

const server = createServer((_request, response) => {
  response.writeHead(200, answer.headers).end(answer.body);
});
server.keepAliveTimeout = 65_000;
const listening = new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

answerQuestions<BareAnswer, number>(async (wanted) => {
  await listening;
  answer = { headers: wanted.headers, body: Buffer.from(wanted.body) };
  return (server.address() as AddressInfo).port;
});
