import aiSdk from './ai-sdk.ts'
import claudeCode from './claude-code.ts'
import inspectors from './inspector.ts'
import langchain from './langchain.ts'
import mcpc from './mcpc.ts'
import openaiAgents from './openai-agents.ts'

/** The clients that only this folder installs. */
export default [langchain, openaiAgents, aiSdk, mcpc, claudeCode, ...inspectors]
