# Build: the whole toolchain. No install script runs, no step downloads anything but npm packages.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional

# Run: compiled code, runtime packages, the explorer's page, migrations. PostgreSQL is another container, so the embedded one stays out.
FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/src/platform/contract/explorer ./src/platform/contract/explorer
COPY --from=build /app/openapi/changelog.json /app/openapi/roles.md /app/openapi/personal-data.md ./openapi/
COPY --from=build /app/openapi/guides ./openapi/guides
COPY --from=build /app/prisma/schema.prisma ./prisma/schema.prisma
COPY --from=build /app/prisma/roles.sql ./prisma/roles.sql
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/src/demo/examples.json ./src/demo/examples.json
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/health/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/src/main.js"]
