import { launch, realAddress } from '../launch'
import { answer, ApiFailure, type Options } from './answer'

interface Request {
  url: string
  method?: string
  header?: Record<string, string>
  data?: unknown
}

async function send({ url, method = 'GET', header, data }: Request) {
  // WeChat reaches the hosts its shop has registered; here that is the local cloud and nothing else.
  if (!url.startsWith(launch.builtFor)) throw new ApiFailure('url not in domain list')
  const body = method === 'GET' ? undefined : JSON.stringify(data)
  const response = await fetch(realAddress(url), { method, headers: header, body }).catch(() => {
    throw new ApiFailure('net::ERR_CONNECTION_REFUSED')
  })
  const text = await response.text()
  return { statusCode: response.status, header: Object.fromEntries(response.headers), data: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return text
  }
}

export const networkApi = {
  request(options: Options<Request, Awaited<ReturnType<typeof send>>>) {
    answer('request', options, () => send(options))
    return { abort: () => {} }
  },
}
