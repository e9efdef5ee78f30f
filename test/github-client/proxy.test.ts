/** The way to the server: redirections, proxies, exceptions from them, and a proxy that does not let us through. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openClient } from "../../src/github/client.ts";
import { exchange } from "../../src/github/exchange.ts";
import { getIssue } from "../../src/github/issues.ts";
import { type GitHubDouble, startGitHub, WORKFLOW_TOKEN } from "../github/double.ts";

const VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"];
const open: Server[] = [];
let hub: GitHubDouble;

beforeEach(async () => {
  for (const name of VARIABLES) delete process.env[name];
  hub = await startGitHub();
  hub.openIssue({ by: "ann", title: "one" });
});
afterEach(async () => {
  for (const name of VARIABLES) delete process.env[name];
  for (const server of open.splice(0)) server.close().closeAllConnections();
  await hub.close();
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy that tunnels every name to the double. */
async function startProxy(
  login: string | null = null,
): Promise<{ port: number; asked: string[]; sockets: Set<Socket> }> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? "");
    sockets.add(socket);
    const wanted = login === null ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
    if (request.headers["proxy-authorization"] !== wanted) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const through = connect(Number(new URL(hub.apiUrl).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    through.on("error", () => socket.destroy());
    socket.on("error", () => through.destroy());
  });
  return { port: await listening(server), asked, sockets };
}

function titleOf(apiUrl: string): Promise<string | undefined> {
  const client = openClient({
    ...{
      token: WORKFLOW_TOKEN,
      apiUrl,
      graphqlUrl: `${apiUrl}/graphql`,
      userAgent: "ltpm-test",
      sleep: async () => {},
    },
  });
  return getIssue(client, { owner: hub.owner, name: hub.name }, 1).then((issue) => issue?.title);
}

describe("a proxy", () => {
  test.each([
    ["http_proxy", null, ""],
    ["HTTP_PROXY", null, ""],
    ["http_proxy", "ann:p@ss w", "ann:p%40ss%20w@"],
  ] as const)("of %s, login %j", async (name, login, written) => {
    const proxy = await startProxy(login);
    process.env[name] = `http://${written}127.0.0.1:${proxy.port}`;
    expect(await titleOf("http://api.github.test")).toBe("one");
    expect(proxy.asked).toEqual(["api.github.test:80"]);
  });

  test("is not asked for what no_proxy excepts, nor for another protocol", async () => {
    const proxy = await startProxy();
    process.env.https_proxy = `http://127.0.0.1:${proxy.port}`;
    expect(await titleOf(hub.apiUrl)).toBe("one");
    process.env.http_proxy = `http://127.0.0.1:${proxy.port}`;
    process.env.no_proxy = "other.test, 127.0.0.1";
    expect(await titleOf(hub.apiUrl)).toBe("one");
    expect(proxy.asked).toEqual([]);
  });

  test("carries several calls over one connection", async () => {
    const proxy = await startProxy();
    process.env.http_proxy = `http://127.0.0.1:${proxy.port}`;
    const apiUrl = "http://two.github.test";
    for (const _ of [1, 2, 3]) expect(await titleOf(apiUrl)).toBe("one");
    expect(proxy.asked).toEqual(["two.github.test:80"]);
  });

  test("that does not let us in, or is not there, is named and its login is not", async () => {
    const proxy = await startProxy("right:login");
    process.env.http_proxy = `http://ann:s3cret@127.0.0.1:${proxy.port}`;
    await expect(titleOf("http://three.github.test")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^(?!.*s3cret).*the proxy answered 407/s),
    });
    process.env.http_proxy = "http://127.0.0.1:9";
    await expect(titleOf("http://three.github.test")).rejects.toThrow(/the proxy: /);
  });

  test("that takes the connection and says nothing: the time limit holds", async () => {
    const port = await listening(createServer().on("connect", () => {}));
    process.env.http_proxy = `http://127.0.0.1:${port}`;
    const { proxyAgent } = await import("../../src/github/proxy.ts");
    const agentFor = async (url: URL) => proxyAgent(url);
    await expect(exchange({ timeout: 100, agentFor }, "http://four.github.test/x", {})).rejects.toThrow(/time limit/);
  });
});

describe("redirections", () => {
  const direct = { timeout: 5_000, agentFor: async () => null };

  /** Answers every path `/N` with status N, on to `to`; `/end` says what arrived. */
  async function startMoving(to: (path: string) => string): Promise<number> {
    return listening(
      createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => {
          body += chunk;
        });
        request.on("end", () => {
          const status = Number(request.url?.slice(1));
          if (status > 0) response.writeHead(status, { location: to(request.url ?? "") }).end("moved");
          else response.end(JSON.stringify([request.method, body, request.headers.authorization ?? null]));
        });
      }),
    );
  }
  const post = { method: "POST", body: "text", headers: { Authorization: "token x" } };

  test.each<readonly [number, object, unknown]>([
    [301, {}, ["GET", "", null]],
    [302, { headers: { authorization: "token x" } }, ["GET", "", "token x"]],
    [307, post, ["POST", "text", "token x"]],
    [308, post, ["POST", "text", "token x"]],
  ])("%i is followed on the same server: %j", async (status, sent, arrived) => {
    const port = await startMoving(() => "/end");
    const answer = await exchange(direct, `http://127.0.0.1:${port}/${status}`, sent);
    expect(JSON.parse(await answer.text())).toEqual(arrived);
  });

  test("to another server the token does not go along", async () => {
    const other = await startMoving(() => "");
    const port = await startMoving(() => `http://127.0.0.1:${other}/end`);
    for (const status of [302, 307]) {
      const answer = await exchange(direct, `http://127.0.0.1:${port}/${status}`, { headers: post.headers });
      expect(JSON.parse(await answer.text())).toEqual(["GET", "", null]);
    }
  });

  test("a write is not turned into something else, and a circle ends", async () => {
    const port = await startMoving((path) => path);
    const moved = await exchange(direct, `http://127.0.0.1:${port}/301`, post);
    expect([moved.status, await moved.text()]).toEqual([301, "moved"]);
    expect((await exchange(direct, `http://127.0.0.1:${port}/302`, {})).status).toBe(302);
  });
});
