/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY as the runner has them, in both cases; Node's agents take them as `proxyEnv`. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>
