# Builds the server and serves it over HTTP: docker build -t apify-agent-tools . && docker run -p 3000:3000 apify-agent-tools
FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
COPY tools ./tools
COPY actors ./actors
RUN npm run build

# The built folder needs no node_modules.
FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY LICENSE ./
COPY --from=build /build/dist ./dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "const { ACTOR_WEB_SERVER_PORT, ACTOR_STANDBY_PORT } = process.env; fetch(`http://127.0.0.1:${ACTOR_WEB_SERVER_PORT || ACTOR_STANDBY_PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js", "--http", "--host=0.0.0.0"]
