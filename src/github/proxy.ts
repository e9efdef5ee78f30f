/** The way through a configured proxy. Loaded only where one is configured. */
import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import { connect } from "node:tls";
import { getProxyUrl } from "@actions/http-client/lib/proxy";

/** One agent for each proxy and kind of server, so that connections are used again. */
const agents = new Map<string, http.Agent>();

/** An agent that tunnels to `url` through the proxy of `https_proxy` or `http_proxy`; null where `no_proxy` excepts it. */
export function proxyAgent(url: URL): http.Agent | null {
  const proxy = getProxyUrl(url);
  if (proxy === undefined) return null;
  const key = `${url.protocol} ${proxy.href}`;
  const agent = agents.get(key) ?? tunnelAgent(proxy, url.protocol === "https:");
  agents.set(key, agent);
  return agent;
}

function tunnelAgent(proxy: URL, secure: boolean): http.Agent {
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  agent.createConnection = (options, callback) => {
    const host = options.host ?? "localhost";
    tunnel(proxy, `${host}:${options.port ?? (secure ? 443 : 80)}`).then(
      (socket) => callback?.(null, secure ? connect({ servername: host, ...pathless(options), socket }) : socket),
      // The callback's type wants a stream even where there is none.
      (error: Error) => Reflect.apply(callback ?? (() => {}), undefined, [error]),
    );
    return undefined;
  };
  return agent;
}

/** Options of a connection as TLS takes them. */
function pathless(options: http.ClientRequestArgs): object {
  return { ...options, path: undefined };
}

/** A connection to `target` (host and port) that the proxy opened for us. */
function tunnel(proxy: URL, target: string): Promise<Socket> {
  const { request } = proxy.protocol === "https:" ? https : http;
  const login = `${proxy.username}:${proxy.password}`;
  const entry = login === ":" ? {} : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
  return new Promise((resolve, reject) => {
    // `URL` by its parts: what decodes the login in it would be lost in an address.
    const { hostname, port } = proxy;
    const way = { hostname, port, method: "CONNECT", path: target, headers: { host: target, ...entry }, agent: false };
    const asking = request(way);
    asking.on("connect", (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(Object.assign(new Error(`the proxy answered ${answer.statusCode}`), { code: "ERR_PROXY_TUNNEL" }));
    });
    asking.on("error", (error) => reject(Object.assign(error, { message: `the proxy: ${error.message}` })));
    asking.end();
  });
}
