// Serves a stdio MCP server over Streamable HTTP, because the conformance suite speaks nothing else. Raw messages are passed on; a
// session is a process of the server. Usage: node stdio-bridge.mjs COMMAND ARGUMENT…; prints its URL.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const sessions = new Map();

class Session {
  waiting = new Map();

  constructor([command, ...args]) {
    this.process = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      const message = JSON.parse(line);
      if (message.method) throw new Error(`The server sent a ${message.method}, which this bridge cannot pass on.`);
      this.waiting.get(message.id)?.(line);
      this.waiting.delete(message.id);
    });
  }

  send(body) {
    const { id, method } = JSON.parse(body);
    const answer = id !== undefined && method ? new Promise((resolve) => this.waiting.set(id, resolve)) : Promise.resolve(null);
    this.process.stdin.write(JSON.stringify(JSON.parse(body)) + "\n");
    return answer;
  }
}

const server = createServer(async (request, response) => {
  if (request.method === "GET") return response.writeHead(405).end();
  const key = request.headers["mcp-session-id"];
  if (request.method === "DELETE") {
    sessions.get(key)?.process.stdin.end();
    sessions.delete(key);
    return response.writeHead(200).end();
  }

  let body = "";
  for await (const chunk of request) body += chunk;
  const id = key ?? randomUUID();
  const session = key ? sessions.get(key) : new Session(process.argv.slice(2));
  if (!session) return response.writeHead(404).end();
  sessions.set(id, session);
  const answer = await session.send(body);
  if (answer === null) return response.writeHead(202).end();
  response.writeHead(200, { "Content-Type": "application/json", "Mcp-Session-Id": id }).end(answer);
});

process.stdin.resume().on("end", () => {
  for (const session of sessions.values()) session.process.stdin.end();
  server.close();
  server.closeAllConnections();
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/mcp`));
