// The smallest useful MCP server over stdio that the official TypeScript SDK makes: what `errand mcp` is compared with at start-up.
import { Server } from '../../.tools/node_modules/@modelcontextprotocol/sdk/dist/esm/server/index.js';
import { StdioServerTransport } from '../../.tools/node_modules/@modelcontextprotocol/sdk/dist/esm/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '../../.tools/node_modules/@modelcontextprotocol/sdk/dist/esm/types.js';

const tool = {
  name: 'start',
  description: 'Start a coding job in the background; answers at once with its id.',
  inputSchema: { type: 'object', properties: { task: { type: 'string' } }, required: ['task'] },
};

const server = new Server({ name: 'peer', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [tool] }));
server.setRequestHandler(CallToolRequestSchema, () => ({ content: [{ type: 'text', text: 'j1 queued' }] }));
await server.connect(new StdioServerTransport());
