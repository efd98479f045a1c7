import type { WebSocket } from 'ws'
import { SystemInfo } from './system-info.ts'

/** From the platform's documentation of events. */
const PERSIST_STATE_MS = 60_000
const SYSTEM_INFO_MS = 1000

/** Sends events of the platform to a run, over the web sockets that its SDK opens. */
export class RunEvents {
  private readonly sockets = new Set<WebSocket>()
  private readonly timers: NodeJS.Timeout[] = []
  private readonly systemInfo = new SystemInfo()

  /** @param group returns the process group of the run, once there is one */
  constructor(private readonly group: () => number | undefined) {}

  /** Whether the run listens, so that an event can make it end. */
  get hasListeners(): boolean {
    return this.sockets.size > 0
  }

  add(socket: WebSocket): void {
    if (!this.hasListeners) this.startTimers()
    this.sockets.add(socket)
    socket.on('error', () => socket.terminate())
    socket.once('close', () => {
      this.sockets.delete(socket)
      if (!this.hasListeners) this.stopTimers()
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
      setInterval(() => this.emitSystemInfo().catch(() => {}), SYSTEM_INFO_MS),
    )
  }

  private stopTimers(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer)
  }

  private async emitSystemInfo(): Promise<void> {
    const group = this.group()
    if (group !== undefined) this.emit('systemInfo', await this.systemInfo.measure(group))
  }
}
