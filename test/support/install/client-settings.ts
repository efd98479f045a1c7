/** Settings as people have them, with comments, other servers and odd white space, by the names of the clients. */
export const CLIENT_SETTINGS: Record<string, { file: string; text: string; servers: string }> = {
  // Written by the program itself, with much beside the servers.
  'claude-code': {
    file: '.claude.json',
    servers: 'mcpServers',
    text: `{
  "numStartups": 214,
  "installMethod": "native",
  "tipsHistory": {
    "new-user-warmup": 3
  },
  "projects": {
    "/home/ada/shop": {
      "allowedTools": [],
      "mcpServers": {
        "apify": {
          "type": "http",
          "url": "https://example.com/mcp"
        }
      },
      "hasTrustDialogAccepted": true
    }
  },
  "mcpServers": {
    "github": {
      "type": "stdio",
      "command": "npx",
      "args": [
        "-y",
        "@modelcontextprotocol/server-github"
      ],
      "env": {
        "GITHUB_TOKEN": "ghp_x"
      }
    }
  },
  "userID": "0f"
}`,
  },
  // From Windows: a byte order mark, CRLF, four spaces.
  'claude-desktop': {
    file: '.config/Claude/claude_desktop_config.json',
    servers: 'mcpServers',
    text: '\uFEFF{\r\n    "globalShortcut": "",\r\n    "mcpServers": {\r\n        "files": {\r\n            "command": "npx",\r\n            "args": ["-y", "files", "C:\\\\Users\\\\ada"]\r\n        }\r\n    }\r\n}\r\n',
  },
  // By hand: tabs, comments, a comma at the end.
  cursor: {
    file: '.cursor/mcp.json',
    servers: 'mcpServers',
    text: `// My servers
{
\t"mcpServers": {
\t\t"linear": { "url": "https://mcp.linear.app/mcp" }, // work
\t\t/* "old": { "command": "uvx" }, */
\t\t"postgres": {
\t\t\t"command": "uvx", "args": ["postgres-mcp"],
\t\t\t"env": { "DATABASE_URI": "postgres://localhost/shop" },
\t\t},
\t},
}
`,
  },
  vscode: {
    file: '.config/Code/User/mcp.json',
    servers: 'servers',
    text: `{
	"inputs": [
		// asked for once
		{ "type": "promptString", "id": "key", "description": "Key", "password": true }
	],
	"servers": {
		"playwright": {
			"type": "stdio",
			"command": "npx",
			"args": ["@playwright/mcp@latest"]
		}
	}
}`,
  },
  // A map without servers, and no line break at the end.
  devin: {
    file: '.config/devin/mcp_config.json',
    servers: 'mcpServers',
    text: '{\n  "mcpServers": {}\n}',
  },
  codex: {
    file: '.codex/config.toml',
    servers: 'mcp_servers',
    text: `# Codex
model = "gpt-5.5-codex"      # the best one
approval_policy = "on-request"

[projects."/home/ada/shop"]
trust_level = "trusted"

  [mcp_servers.docs]  # shared
  url='https://example.com/mcp'

[mcp_servers.files]
command = "npx"
args = [
  "-y",
  "files", # all of them
]

[mcp_servers.files.env]
ROOT = "/home/ada"

[tui]
notifications = true
# the end
`,
  },
  // Antigravity makes an empty file.
  antigravity: { file: '.gemini/config/mcp_config.json', servers: 'mcpServers', text: '' },
  zed: {
    file: '.config/zed/settings.json',
    servers: 'context_servers',
    text: `// Zed settings
//
// For information on how to configure Zed, see the Zed documentation.
{
  "theme": { "mode": "system", "light": "One Light", "dark": "One Dark" },
  "buffer_font_size": 15, // "context_servers": {}
  "lsp": {
    "rust-analyzer": { "binary": { "path": "/usr/bin/rust-analyzer" } },
  },
}
`,
  },
}
