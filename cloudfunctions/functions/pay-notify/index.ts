import { readCaller } from '../../adapters/system/caller'
import { readHttpEvent } from '../../adapters/system/http-event'
import { composePorts } from '../../adapters/system/ports'
import { handleNotification } from '../../usecases/payments/handle-notification'

const ports = composePorts(process.env)

interface HttpReply { statusCode: number; headers: Record<string, string>; body: string }

/**
 * Where WeChat Pay delivers its notifications, over HTTP access only: a call from a client or a timer is refused whatever its payload looks
 * like. Success is answered only once everything is committed; any other answer makes WeChat try again.
 */
export async function main(event: unknown, context: unknown): Promise<HttpReply> {
  const caller = readCaller(context)
  const message = readHttpEvent(event)
  if (caller.openid !== undefined || caller.trigger !== 'http' || !message) return fail(403, 'source')
  try {
    const result = await handleNotification(ports, message)
    return result.accepted ? { statusCode: 204, headers: {}, body: '' } : fail(result.status, result.message)
  }
  catch (error) {
    ports.log.fault('notification', error)
    return fail(500, 'fault')
  }
}

function fail(statusCode: number, message: string): HttpReply {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code: 'FAIL', message }) }
}
