import type { WebSocket } from 'ws'
import { SystemInfo } from './system-info.ts'

/** From the platform's documentation of events. */
const PERSIST_STATE_MS = 60_000
const SYSTEM_INFO_MS = 1000

/** Tells a run of events on the platform, over the web sockets that its SDK opens. */
export class RunEvents {
  private readonly sockets = new Set<WebSocket>()
  private readonly timers: NodeJS.Timeout[] = []
  private readonly systemInfo = new SystemInfo()

  /** @param group tells the process group of the run, once there is one */
  constructor(private readonly group: () => number | undefined) {}

  /** Whether the run listens: only then an event is enough to make it end. */
  get isListened(): boolean {
    return this.sockets.size > 0
  }

  add(socket: WebSocket): void {
    if (!this.isListened) this.startTimers()
    this.sockets.add(socket)
    socket.on('error', () => socket.terminate())
    socket.once('close', () => {
      this.sockets.delete(socket)
      if (!this.isListened) this.stopTimers()
    })
  }

  emit(name: 'aborting' | 'persistState' | 'systemInfo', data: object = {}): void {
    for (const socket of this.sockets) socket.send(JSON.stringify({ name, data }))
  }

  close(): void {
    this.stopTimers()
    for (const socket of this.sockets) socket.terminate()
  }

  private startTimers(): void {
    const persist = () => this.emit('persistState', { isMigrating: false })
    this.timers.push(
      setInterval(persist, PERSIST_STATE_MS),
      setInterval(() => this.tellSystemInfo().catch(() => {}), SYSTEM_INFO_MS),
    )
  }

  private stopTimers(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer)
  }

  private async tellSystemInfo(): Promise<void> {
    const group = this.group()
    if (group !== undefined) this.emit('systemInfo', await this.systemInfo.measure(group))
  }
}
