# Builds the server: docker build -t apify-agent-tools .
# It serves one client on stdin and stdout: docker run -i --rm apify-agent-tools
# With --http it serves many: docker run -p 3000:3000 apify-agent-tools --http
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
# The data of --local, by default in /data/apify-agent-tools. A volume that is mounted here takes its owner from it.
RUN install -d -o node -g node /data
ENV XDG_DATA_HOME=/data
COPY LICENSE deploy/docker/entrypoint.sh deploy/docker/healthcheck.mjs ./
COPY --from=build /build/dist ./dist
# The user 1000.
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["node", "/app/healthcheck.mjs"]
# By `sh`, since an upload of the sources may lose the mode of the script.
ENTRYPOINT ["sh", "/app/entrypoint.sh"]
