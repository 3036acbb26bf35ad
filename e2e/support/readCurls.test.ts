import { expect, it } from 'vitest'
import { readCurls } from './readCurls.ts'

it('reads method, URL, headers and body of each command', () => {
  const text = `
# Create
curl -X POST "$API/sessions?x=1" -H "x-api-key: $KEY" \\
  -H 'Content-Type: application/json' -d '{
  "name": "it is",
  "appId": "'$APP'"
}'
curl $API/sessions/SESSION_ID/qr -H "Accept: image/png" |
  curl -X POST $PHONES/scan --data-binary @-
npm start -- --name x # starts
`
  expect(readCurls(text)).toEqual([
    {
      method: 'POST',
      url: '{API}/sessions?x=1',
      headers: { 'x-api-key': '{KEY}', 'content-type': 'application/json' },
      body: '{\n  "name": "it is",\n  "appId": "{APP}"\n}',
    },
    { method: 'GET', url: '{API}/sessions/SESSION_ID/qr', headers: { accept: 'image/png' }, body: undefined },
    { method: 'POST', url: '{PHONES}/scan', headers: {}, body: undefined },
  ])
})

it('refuses an option that changes a request and is not understood', () => {
  expect(() => readCurls('curl --json x https://example.com')).toThrow('--json')
})
