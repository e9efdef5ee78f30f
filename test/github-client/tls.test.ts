/** The same way over TLS: verified, direct and through a proxy's tunnel. */
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openClient } from "../../src/github/client.ts";

const pem = (kind: string, lines: readonly string[]) =>
  [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");

/** Of nobody: for `api.github.test` and 127.0.0.1, signed by itself. */
const KEY = pem("PRIVATE KEY", [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2WD5us8RN/EvdixS",
  "GGhb4TWasU47Ovpc6z7TACzjFaShRANCAARZRVPksdJPCSSe7/6DCk113CGIrNpd",
  "SESTBCHi8qeFHulOuEXEhD18rgFZx35QaeaYFE2Hjr5QzsL/nbSxZhEL",
]);
const CERTIFICATE = pem("CERTIFICATE", [
  "MIIBrTCCAVOgAwIBAgIUIujY4X4zGeavX7Y810hbg/c45IUwCgYIKoZIzj0EAwIw",
  "GjEYMBYGA1UEAwwPYXBpLmdpdGh1Yi50ZXN0MCAXDTI2MTEyMTA3MjkyOVoYDzIx",
  "MjYxMDI4MDcyOTI5WjAaMRgwFgYDVQQDDA9hcGkuZ2l0aHViLnRlc3QwWTATBgcq",
  "hkjOPQIBBggqhkjOPQMBBwNCAARZRVPksdJPCSSe7/6DCk113CGIrNpdSESTBCHi",
  "8qeFHulOuEXEhD18rgFZx35QaeaYFE2Hjr5QzsL/nbSxZhELo3UwczAdBgNVHQ4E",
  "FgQULpTQPVsbNjjbk0XQKjwvCtCyN/AwHwYDVR0jBBgwFoAULpTQPVsbNjjbk0XQ",
  "KjwvCtCyN/AwDwYDVR0TAQH/BAUwAwEB/zAgBgNVHREEGTAXgg9hcGkuZ2l0aHVi",
  "LnRlc3SHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIgGKDSKH+LfarTNmEk8wB5ehov",
  "vvFqRPBLcnltacQJ7JwCIQDbkH3/e95rxxQzdlTuE/xkAZRMj3Vjun09t0eTgpd+",
  "6w==",
]);

const names: string[] = [];
const asked: string[] = [];
const sockets = new Set<Socket>();
const api = createSecureServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
  names.push(`${request.headers.host?.split(":")[0]} ${request.url}`);
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end('{"ok": true}');
});
const proxy = createServer().on("connect", (request, socket: Socket) => {
  asked.push(request.url ?? "");
  const through = connect((api.address() as AddressInfo).port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    through.pipe(socket).pipe(through);
  });
  for (const end of [socket, through]) {
    sockets.add(end);
    end.on("error", () => {});
  }
});
const verify = process.env.NODE_TLS_REJECT_UNAUTHORIZED;

beforeEach(async () => {
  for (const server of [api, proxy]) await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(() => {
  delete process.env.https_proxy;
  if (verify === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = verify;
  for (const socket of sockets) socket.destroy();
  for (const server of [api, proxy]) server.close().closeAllConnections();
  names.length = 0;
  asked.length = 0;
});

function ask(apiUrl: string): Promise<unknown> {
  const given = { token: "x", apiUrl, graphqlUrl: `${apiUrl}/graphql`, userAgent: "test", sleep: async () => {} };
  return openClient(given).rest("GET /meta", {}, (data) => data);
}

const port = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

test("directly: a certificate of nobody we know is refused, one that counts is taken", async () => {
  const url = `https://127.0.0.1:${port(api)}`;
  await expect(ask(url)).rejects.toMatchObject({ code: "unavailable", message: expect.stringMatching(/self.signed/i) });
  expect(names).toEqual([]);
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  expect(await ask(url)).toEqual({ ok: true });
});

test("through a tunnel: the certificate is the server's, and so are the names", async () => {
  process.env.https_proxy = `http://127.0.0.1:${port(proxy)}`;
  await expect(ask("https://api.github.test")).rejects.toThrow(/self.signed/i);
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  expect(await ask("https://api.github.test")).toEqual({ ok: true });
  expect(await ask("https://api.github.test/")).toEqual({ ok: true });
  expect(names).toEqual(["api.github.test /meta", "api.github.test /meta"]);
  expect(new Set(asked)).toEqual(new Set(["api.github.test:443"]));
});
