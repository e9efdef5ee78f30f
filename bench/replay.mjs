/** A server at no latency: asks the double once for each different request and gives the same answer from then on. */
import { createServer } from "node:http";

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function ask(target, request, body) {
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const init = { method: request.method, headers, ...(body.length > 0 ? { body } : {}) };
  const answer = await fetch(target + request.url, init);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const kept = ["content-type", "link", "etag"].map((name) => [name, answer.headers.get(name)]);
  return { status: answer.status, headers: Object.fromEntries(kept.filter(([, value]) => value !== null)), bytes };
}

/** In front of the API at `target`. `seen` holds each request's moment of arrival (`performance.now()`) and whether it writes. */
export async function startReplay(target) {
  const answers = new Map();
  const seen = [];
  const server = createServer(async (request, response) => {
    const arrived = performance.now();
    const body = await bodyOf(request);
    const writes = !/^(GET|HEAD)$/.test(request.method) && !/"query":"\s*query/.test(body.toString("utf8"));
    seen.push({ arrived, writes, what: `${request.method} ${request.url}` });
    const key = `${request.method} ${request.url} ${body}`;
    if (writes || !answers.has(key)) answers.set(key, await ask(target, request, body));
    const { status, headers, bytes } = answers.get(key);
    response.writeHead(status, headers).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}`, seen, close: () => server.close() };
}
