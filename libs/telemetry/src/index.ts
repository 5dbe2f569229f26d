export { type Check, type Endpoints, type EndpointsOptions, serveEndpoints } from './endpoints.ts';
export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './logger.ts';
