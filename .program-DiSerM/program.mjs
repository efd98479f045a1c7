import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
const client = new Client({ name: "my-agent", version: "1.0.0" });
await client.connect(
  new StdioClientTransport({
    command: "node",
    args: ["/work/wt/toolsa/dist/main.js"]
  })
);
const input = { startUrls: [{ url: "http://127.0.0.1:34955/" }] };
const first = await client.callTool({
  name: "run_actor_sync",
  arguments: { actorId: "local/website-crawler", input, limit: 10 }
});
console.log(first.structuredContent);
await client.close();
