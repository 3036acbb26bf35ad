import { done, type RequestHandlers } from './handler.ts'

export const usernameRequests: RequestHandlers<'usernames.find'> = {
  'usernames.find': async ({ connection, usernames }, { users }) =>
    done(await Promise.all(users.map((user) => usernames.find(connection, user)))),
}
