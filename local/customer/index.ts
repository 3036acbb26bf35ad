export { type Delivery, type Receiver, type ReceiverOptions, startReceiver } from './receiver.ts'
export { type Answer, closeConnections, mustRequest, type RequestOptions, request } from './request.ts'
